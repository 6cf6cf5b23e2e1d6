// The events, as columns of typed arrays, and the dictionaries that their numbers point into.

const TYPES = [
    {key: 'priming', name: 'Priming', subtypes: ['semantic', 'associative', 'repetition']},
    {key: 'interference', name: 'Interference', subtypes: ['proactive', 'retroactive', 'fan']},
    {key: 'reconsolidation', name: 'Reconsolidation', subtypes: []},
    {key: 'false_memory', name: 'False memory', subtypes: []}
];
const PRIMING = 0;
const INTERFERENCE = 1;
const RECONSOLIDATION = 2;
const FALSE_MEMORY = 3;

function bytesOf(base64) {
    if (Uint8Array.fromBase64) {
        return Uint8Array.fromBase64(base64);
    }
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) {
        bytes[i] = text.charCodeAt(i);
    }
    return bytes;
}

function numbersOf(column) {
    switch (column.bits) {
        case 0: return new Uint8Array(column.size);
        case 8: return bytesOf(column.data);
        case 16: return new Uint16Array(bytesOf(column.data).buffer);
        case 32: return new Uint32Array(bytesOf(column.data).buffer);
        default: return new BigUint64Array(bytesOf(column.data).buffer);
    }
}

function floatsOf(column) {
    return column.bits === 0 ? new Float32Array(column.size) : new Float32Array(bytesOf(column.data).buffer);
}

/** Times and positions, which doubles hold well enough to draw and to count. */
function doublesOf(column, signed) {
    const numbers = numbersOf(column);
    return column.bits < 64 ? Float64Array.from(numbers)
        : Float64Array.from(signed ? new BigInt64Array(numbers.buffer) : numbers, Number);
}

function readTrace(raw) {
    const columns = raw.columns;
    const dictionaries = raw.dictionaries;
    const trace = {raw, count: raw.events, origin: BigInt(raw.origin)};
    // Exact, for what is told of one event.
    trace.exactTime = numbersOf(columns.time);
    trace.exactPosition = numbersOf(columns.position);
    trace.time = doublesOf(columns.time, false);
    trace.position = doublesOf(columns.position, true);
    for (const name of ['type', 'subtype', 'thread', 'rate', 'correlation', 'span', 'subject', 'others', 'mask']) {
        trace[name] = numbersOf(columns[name]);
    }
    trace.items = numbersOf(columns.count);
    trace.other = [0, 1, 2].map(i => numbersOf(columns['other' + i]));
    trace.value = floatsOf(columns.value);
    trace.window = floatsOf(columns.window);
    for (const [name, column] of Object.entries(dictionaries)) {
        trace[name] = numbersOf(column);
    }
    trace.labels = new Array(trace.nodes.length).fill(null);
    for (const [node, label] of Object.entries(raw.labels)) {
        trace.labels[node] = label;
    }
    trace.threads = raw.threads.map(([id, name]) => ({id, name}));
    trace.rates = raw.rates;
    trace.end = trace.count === 0 ? 0 : trace.time[trace.count - 1];
    return trace;
}

const trace = readTrace(JSON.parse(document.getElementById('data').textContent));

/** The first of so many places at which something that stays true is true; their number if it never is. */
function firstIndex(length, isThere) {
    let low = 0;
    let high = length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (isThere(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}
