// False recall: what was remembered and never happened, and what it came from.

const SHOWN_SOURCES = 6;

function showRecall() {
    const lures = new Map();
    for (const event of chosenOf(FALSE_MEMORY)) {
        const node = trace.subject[event];
        let row = lures.get(node);
        if (!row) {
            row = {node, events: 0, values: [], sizes: 0, counts: new Map()};
            lures.set(node, row);
        }
        row.events++;
        row.values.push(trace.value[event]);
        row.sizes += trace.items[event];
        for (const source of othersOf(event)) {
            row.counts.set(source, (row.counts.get(source) || 0) + 1);
        }
    }
    const rows = [...lures.values()];
    for (const row of rows) {
        row.confidence = meanOf(row.values);
        row.sources = [...row.counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    }
    byId('recall').dataset.lures = rows.length;
    showTable('recall-table', 'Critical lures: what was remembered and never happened', [
        {name: 'Lure', value: row => nodeName(row.node), show: row => nodeButton(row.node)},
        {name: 'Count', number: true, whole: true, value: row => row.events},
        {name: 'Mean confidence', number: true, value: row => row.confidence},
        {name: 'Mean list size', number: true, value: row => row.sizes / row.events},
        {name: 'Sources', wrap: true, value: row => row.sources.length, show: sourcesText}
    ], rows, {sort: 1, none: 'There is no false memory among the chosen events.'});
}

function sourcesText(row) {
    const named = row.sources.slice(0, SHOWN_SOURCES).map(([node, events]) => nodeName(node) + ' ' + count(events));
    const more = row.sources.length - named.length;
    return named.join(', ') + (more > 0 ? `, ${count(more)} more` : '');
}
