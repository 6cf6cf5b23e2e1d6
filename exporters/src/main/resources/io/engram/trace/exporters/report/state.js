// What is chosen: filters and a range of time. All of it stands in the address, so that a view can be kept and sent.

const ALL_TYPES = 15;
const state = {types: ALL_TYPES, thread: -1, text: '', correlation: '', from: 0, to: Infinity, theme: ''};

// Events that pass all filters, and those of them within the range; both in the order of time.
let matching = new Uint32Array(0);
let selected = new Uint32Array(0);

function isRange() {
    return state.from > 0 || state.to !== Infinity;
}

/** Whether events have a text in a label, a thread's name or a kind, or as a node id; in quotes it is all of these. */
function textMatcher(text) {
    const whole = /^"(.*)"$/.exec(text);
    const words = (whole ? whole[1] : text).toLowerCase();
    const fits = one => whole ? one.toLowerCase() === words : one.toLowerCase().includes(words);
    const digits = /^\d+$/.test(words);
    const nodes = new Uint8Array(trace.nodes.length);
    for (let i = 0; i < nodes.length; i++) {
        const label = trace.labels[i];
        nodes[i] = label !== null && fits(label) || digits && nodeId(i) === words ? 1 : 0;
    }
    const threads = trace.threads.map(thread => fits(thread.name));
    const kinds = TYPES.map(type => (type.subtypes.length ? type.subtypes : ['']).map(
        subtype => [type.key, type.name, subtype].some(fits)));
    return event => {
        if (nodes[trace.subject[event]] || threads[trace.thread[event]]
                || kinds[trace.type[event]][trace.subtype[event]]) {
            return true;
        }
        for (let i = 0; i < trace.others[event]; i++) {
            if (nodes[trace.other[i][event]]) {
                return true;
            }
        }
        return false;
    };
}

/** An unsigned 64-bit id from decimal or hexadecimal text; null for anything else. */
function idOf(text) {
    const id = /^(\d{1,20}|0x[0-9a-f]{1,16})$/i.test(text) ? BigInt(text) : null;
    return id !== null && id < 1n << 64n ? id : null;
}

/** The place of the correlation id that is asked for; -1 if no event has it. */
function correlationIndex() {
    const id = idOf(state.correlation.trim());
    return id === null || id === 0n ? -1 : trace.correlations.findIndex(one => BigInt(one) === id);
}

function choose() {
    const chosen = new Uint32Array(trace.count);
    const matches = state.text.trim() === '' ? null : textMatcher(state.text.trim());
    const correlation = state.correlation.trim() === '' ? null : correlationIndex();
    let size = 0;
    for (let event = 0; event < trace.count; event++) {
        if ((state.types >> trace.type[event] & 1)
                && (state.thread < 0 || trace.thread[event] === state.thread)
                && (correlation === null || trace.correlation[event] === correlation)
                && (matches === null || matches(event))) {
            chosen[size++] = event;
        }
    }
    matching = chosen.subarray(0, size);
    chooseRange();
}

function chooseRange() {
    const place = limit => firstIndex(matching.length, i => trace.time[matching[i]] >= limit);
    selected = isRange() ? matching.subarray(place(state.from), place(state.to)) : matching;
}

/** The range in force, by its ends within the trace. */
function range() {
    return [Math.max(0, state.from), Math.min(trace.end, state.to)];
}

function threadKey(index) {
    const {id, name} = trace.threads[index];
    return trace.threads.filter(thread => thread.id === id).length === 1 ? id : id + ':' + name;
}

function toFragment() {
    const parts = new URLSearchParams();
    if (state.types !== ALL_TYPES) {
        parts.set('type', TYPES.filter((type, i) => state.types >> i & 1).map(type => type.key).join(','));
    }
    if (state.thread >= 0 && state.thread < trace.threads.length) {
        parts.set('thread', threadKey(state.thread));
    }
    if (state.text.trim()) {
        parts.set('text', state.text.trim());
    }
    if (state.correlation.trim()) {
        parts.set('correlation', state.correlation.trim());
    }
    if (state.from > 0) {
        parts.set('from', timeAt(state.from));
    }
    if (state.to !== Infinity) {
        parts.set('to', timeAt(state.to));
    }
    if (state.theme) {
        parts.set('theme', state.theme);
    }
    return parts.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
}

function offsetOf(text, otherwise) {
    const nanos = text === null ? null : unixNanoOf(text);
    return nanos === null ? otherwise : Number(nanos - trace.origin);
}

function fromFragment(fragment) {
    const parts = new URLSearchParams(fragment);
    const types = (parts.get('type') || '').split(',').map(key => key.replace('-', '_'))
        .map(key => TYPES.findIndex(type => type.key === key)).filter(index => index >= 0);
    state.types = parts.has('type') ? types.reduce((bits, index) => bits | 1 << index, 0) : ALL_TYPES;
    const thread = trace.threads.findIndex((one, i) => threadKey(i) === parts.get('thread'));
    // A thread that is asked for and not there passes no event.
    state.thread = !parts.has('thread') ? -1 : thread >= 0 ? thread : trace.threads.length;
    state.text = parts.get('text') || '';
    state.correlation = parts.get('correlation') || '';
    state.from = Math.max(0, offsetOf(parts.get('from'), 0));
    state.to = offsetOf(parts.get('to'), Infinity);
    state.theme = ['light', 'dark'].includes(parts.get('theme')) ? parts.get('theme') : '';
}

/** What the text filter takes for one node and no other. */
function textOfNode(node) {
    return trace.labels[node] === null ? nodeId(node) : '"' + trace.labels[node] + '"';
}
