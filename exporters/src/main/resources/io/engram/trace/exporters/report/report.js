// Puts the parts together: controls, address, and what is shown again when something is chosen.

const THEMES = ['', 'light', 'dark'];
const PARTS = [showEvents, showGraph, showInterference, showReconsolidation, showRecall, showRates, showSampling,
    showLosses];
let writtenFragment = null;

/** Changes what is chosen, and shows it. */
function filterBy(changes) {
    Object.assign(state, changes);
    const onlyRange = Object.keys(changes).every(key => key === 'from' || key === 'to');
    eventsPage = 0;
    show(onlyRange);
    writeFragment();
}

function writeFragment() {
    writtenFragment = toFragment();
    // Not the history: brushing would fill it. Where pages from disk may not, the address stays as it is.
    try {
        history.replaceState(null, '', writtenFragment ? '#' + writtenFragment : location.pathname + location.search);
    } catch {
        writtenFragment = null;
    }
}

function show(onlyRange) {
    if (onlyRange) {
        chooseRange();
    } else {
        choose();
        makeLanes();
    }
    showControls();
    drawTimeline();
    showDetails();
    PARTS.forEach(part => part());
    const page = document.documentElement.dataset;
    page.matching = matching.length;
    page.selected = selected.length;
}

function showControls() {
    document.querySelectorAll('#types input').forEach((box, i) => box.checked = Boolean(state.types >> i & 1));
    byId('thread').value = String(state.thread);
    for (const name of ['text', 'correlation']) {
        const field = byId(name);
        if (document.activeElement !== field) {
            field.value = state[name];
        }
    }
    const correlation = state.correlation.trim();
    byId('correlation').setAttribute('aria-invalid', String(correlation !== '' && idOf(correlation) === null));
    const [from, to] = range();
    const parts = [`${count(selected.length)} of ${count(trace.count, 'event')} chosen`];
    if (isRange()) {
        parts.push(`+${duration(from)} to +${duration(to)}, ${duration(Math.max(0, to - from))}`);
    }
    byId('status').textContent = parts.join(' · ');
    byId('clear').disabled = byId('zoom-selection').disabled = !isRange();
}

function showTheme() {
    const root = document.documentElement;
    if (state.theme) {
        root.dataset.theme = state.theme;
    } else {
        delete root.dataset.theme;
    }
    byId('theme').textContent = 'Colours: ' + (state.theme || 'system');
}

/** Calls once there was no other call for a moment. */
function settled(call) {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(call, 150);
    };
}

function init() {
    byId('types').append(...TYPES.map((type, i) => html('label', {class: 'chip'},
        html('input', {type: 'checkbox', onchange: () => filterBy({types: state.types ^ 1 << i})}),
        html('span', {class: 'swatch ' + type.key}), html('b', {}, type.name))));
    byId('thread').append(html('option', {value: -1}, 'all'), ...trace.threads
        .map((thread, i) => [i, `${threadName(i)} (${thread.id})`]).sort((a, b) => collator.compare(a[1], b[1]))
        .map(([i, name]) => html('option', {value: i}, name)));
    byId('thread').addEventListener('change', event => filterBy({thread: Number(event.target.value)}));
    for (const name of ['text', 'correlation']) {
        byId(name).addEventListener('input', settled(() => filterBy({[name]: byId(name).value})));
    }
    byId('filters').addEventListener('submit', event => event.preventDefault());
    byId('reset').addEventListener('click', () => {
        byId('text').value = byId('correlation').value = '';
        filterBy({types: ALL_TYPES, thread: -1, text: '', correlation: '', from: 0, to: Infinity});
    });
    byId('theme').addEventListener('click', () => {
        state.theme = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length];
        showTheme();
        writeFragment();
        show(true);
    });
    byId('skip').addEventListener('click', event => {
        // A link would overwrite what the address holds.
        event.preventDefault();
        byId('lanes-canvas').focus();
    });
    // Where there is little room, fewer nodes can be told apart.
    byId('nodes').value = widthOf(byId('graph')) < 500 ? 20 : 50;
    byId('nodes').addEventListener('input', settled(showGraph));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(true));
    let width = document.documentElement.clientWidth;
    addEventListener('resize', settled(() => {
        if (width !== document.documentElement.clientWidth) {
            width = document.documentElement.clientWidth;
            show(true);
        }
    }));
    addEventListener('hashchange', () => {
        if (location.hash.slice(1) !== writtenFragment) {
            fromFragment(location.hash.slice(1));
            showTheme();
            show(false);
        }
    });
    const service = trace.raw.resource['service.name'];
    byId('service').textContent = service && !service.startsWith('unknown_service') ? service : 'report';
    byId('span').textContent = trace.count === 0 ? 'No events' : `${count(trace.count, 'event')}, ${timeOf(0)}`
        + (trace.end > 0 ? ` and ${duration(trace.end)} on` : '') + `, ${count(trace.threads.length, 'thread')}`;
    byId('version').textContent = 'engram ' + trace.raw.version;
    initTimeline();
    fromFragment(location.hash.slice(1));
    showTheme();
    // What is seen first comes first; the rest once that was painted.
    choose();
    makeLanes();
    showControls();
    drawTimeline();
    requestAnimationFrame(() => setTimeout(() => {
        document.documentElement.dataset.painted = Math.round(performance.now());
        show(false);
        document.documentElement.dataset.ready = 'true';
    }));
}

document.documentElement.dataset.events = trace.count;
init();
