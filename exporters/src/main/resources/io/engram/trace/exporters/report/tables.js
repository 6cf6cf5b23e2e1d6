// Tables that sort by their columns and show more on demand.

const SOME_ROWS = 15;
const collator = new Intl.Collator('en', {numeric: true});

/** What a table remembers while its rows change. */
const tableStates = new Map();

function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') {
        // What is no number comes last.
        return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : Number.isNaN(b) ? 1 : a - b;
    }
    return collator.compare(String(a), String(b));
}

/**
 * Shows rows. A column has a name, a function from a row to what is sorted by, and, where that is not what is read,
 * one to what is shown.
 */
function showTable(id, caption, columns, rows, options = {}) {
    const place = byId(id);
    if (rows.length === 0) {
        place.replaceChildren(empty(options.none || 'None among the chosen events.'));
        return;
    }
    if (!tableStates.has(id)) {
        tableStates.set(id, {column: options.sort ?? -1, down: options.down ?? true, all: false});
    }
    const table = tableStates.get(id);
    const repaint = focus => {
        showTable(id, caption, columns, rows, options);
        place.querySelector(focus)?.focus();
    };
    let sorted = rows;
    if (table.column >= 0) {
        const value = columns[table.column].value;
        const sign = table.down ? -1 : 1;
        sorted = rows.map((row, index) => [row, index]).sort((a, b) =>
            sign * compare(value(a[0]), value(b[0])) || a[1] - b[1]).map(pair => pair[0]);
    }
    const shown = table.all || options.fixed ? sorted : sorted.slice(0, SOME_ROWS);
    const head = columns.map((column, i) => {
        const sortedBy = i === table.column;
        const name = options.fixed ? column.name : html('button', {type: 'button', 'data-column': i, onclick: () => {
            table.down = sortedBy ? !table.down : Boolean(column.number);
            table.column = i;
            repaint(`[data-column="${i}"]`);
        }}, column.name, sortedBy ? html('span', {'aria-hidden': 'true'}, table.down ? ' ▾' : ' ▴') : '');
        return html('th', {scope: 'col', class: column.number ? 'number' : '',
            'aria-sort': options.fixed ? null : sortedBy ? (table.down ? 'descending' : 'ascending') : 'none'}, name);
    });
    const body = shown.map(row => html('tr', {}, ...columns.map(column => {
        const content = column.show ? column.show(row) : column.value(row);
        return html('td', {class: column.number ? 'number' : column.wrap ? 'wrap' : ''},
            typeof content === 'number' ? (column.whole ? count(content) : figure(content)) : content);
    })));
    const more = rows.length > SOME_ROWS && !options.fixed ? html('div', {class: 'more'},
        html('button', {type: 'button', 'data-more': '', onclick: () => {
            table.all = !table.all;
            repaint('[data-more]');
        }}, table.all ? 'Show fewer' : 'Show all ' + count(rows.length))) : null;
    place.replaceChildren(html('div', {class: 'scroll', role: 'region', tabindex: 0, 'aria-label': caption},
        html('table', {}, html('caption', {}, caption), html('thead', {}, html('tr', {}, ...head)),
            html('tbody', {}, ...body))), ...(more ? [more] : []));
}

/** A node's name as a button that filters by it. */
function nodeButton(node) {
    const take = () => filterBy({text: textOfNode(node)});
    return html('button', {type: 'button', title: 'node ' + nodeId(node), onclick: take}, nodeName(node));
}

const PAGE_ROWS = 25;
let eventsPage = 0;

/** The chosen events in the order of time, a page at a time: what the timeline draws, for those who do not see it. */
function showEvents() {
    if (!byId('events').open) {
        return;
    }
    const pages = Math.max(1, Math.ceil(selected.length / PAGE_ROWS));
    eventsPage = Math.min(eventsPage, pages - 1);
    const begin = eventsPage * PAGE_ROWS;
    const rows = Array.from(selected.subarray(begin, begin + PAGE_ROWS));
    const caption = `Events ${count(begin + 1)} to ${count(begin + rows.length)} of ${count(selected.length)}`;
    const timeButton = event =>
        html('button', {type: 'button', onclick: () => keepEvent(event, true)}, timeOf(event));
    showTable('events-table', caption, [
        {name: 'Time', value: timeOf, show: timeButton},
        {name: 'Type', value: event => TYPES[trace.type[event]].name},
        {name: 'Thread', value: event => threadName(trace.thread[event])},
        {name: 'What', value: sentence, wrap: true},
        {name: 'Value', number: true, value: event => trace.value[event]},
        {name: 'Correlation', value: correlationText}
    ], rows, {fixed: true});
    if (rows.length < PAGE_ROWS && pages === 1) {
        return;
    }
    const to = page => html('button', {type: 'button', disabled: page < 0 || page >= pages, onclick: () => {
        eventsPage = page;
        showEvents();
        byId('events-table').querySelector('.scroll').focus();
    }}, page < eventsPage ? 'Earlier' : 'Later');
    byId('events-table').append(html('div', {class: 'more'}, to(eventsPage - 1), to(eventsPage + 1),
        html('span', {class: 'quiet'}, `page ${count(eventsPage + 1)} of ${count(pages)}`)));
}
