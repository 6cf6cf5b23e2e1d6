// Numbers, times and names as people read them.

const GROUPED = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1});
const NANOS_PER_SECOND = 1e9;
const UNITS = [[86400e9, 'd'], [3600e9, 'h'], [60e9, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];

function count(number, noun) {
    return GROUPED.format(number) + (noun ? ' ' + noun + (number === 1 || number === 1n ? '' : 's') : '');
}

function figure(number, digits = 3) {
    if (!Number.isFinite(number)) {
        return Number.isNaN(number) ? '–' : String(number);
    }
    const size = Math.abs(number);
    if (size !== 0 && (size >= 1e9 || size < 1e-4)) {
        return number.toExponential(2);
    }
    return size >= 1000 ? GROUPED.format(Math.round(number)) : String(Number(number.toPrecision(digits)));
}

/** For axes, where there is little room. */
function short(number) {
    return Math.abs(number) < 1000 ? figure(number) : SHORT.format(number);
}

function duration(nanos) {
    const size = Math.abs(nanos);
    for (const [unit, name] of UNITS) {
        if (size >= unit) {
            return Number((nanos / unit).toPrecision(4)) + ' ' + name;
        }
    }
    return '0';
}

function rfc3339(unixNano) {
    let seconds = unixNano / 1000000000n;
    let nanos = unixNano % 1000000000n;
    if (nanos < 0n) {
        seconds -= 1n;
        nanos += 1000000000n;
    }
    const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
    return date + '.' + String(nanos).padStart(9, '0') + 'Z';
}

/** Nanoseconds since 1970 from RFC 3339 in UTC, or from their number; null for anything else. */
function unixNanoOf(text) {
    if (/^-?\d{1,19}$/.test(text)) {
        return BigInt(text);
    }
    const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/i.exec(text);
    const millis = parts ? Date.parse(parts[1].toUpperCase() + 'Z') : NaN;
    return Number.isNaN(millis) ? null : BigInt(millis) * 1000000n + BigInt((parts[2] || '').padEnd(9, '0'));
}

function timeOf(event) {
    return rfc3339(trace.origin + BigInt(trace.exactTime[event]));
}

/** A time between events, which is known as a double only. */
function timeAt(offset) {
    return rfc3339(trace.origin + BigInt(Math.round(offset)));
}

function nodeId(node) {
    return String(trace.nodes[node]);
}

function nodeName(node) {
    return trace.labels[node] === null ? nodeId(node) : trace.labels[node];
}

function threadName(thread) {
    const {id, name} = trace.threads[thread];
    return name === '' ? 'thread ' + id : name;
}

function correlationText(event) {
    return trace.correlation[event] === 0 ? '' : String(trace.correlations[trace.correlation[event]]);
}

function othersOf(event) {
    const others = [];
    for (let i = 0; i < trace.others[event]; i++) {
        others.push(trace.other[i][event]);
    }
    return others;
}

function listed(event, total) {
    const names = othersOf(event).map(nodeName);
    const more = total - names.length;
    return names.join(', ') + (more > 0 ? (names.length ? ' and ' : '') + count(more) + ' more' : '');
}

/** What happened, in a few words. */
function sentence(event) {
    const subject = nodeName(trace.subject[event]);
    switch (trace.type[event]) {
        case PRIMING: return nodeName(trace.other[0][event]) + ' → ' + subject;
        case INTERFERENCE: return subject + ' ← ' + (listed(event, trace.items[event]) || 'nothing');
        case RECONSOLIDATION: return subject + ', ' + count(trace.items[event], 'modification');
        default: return subject + ' from ' + (listed(event, trace.items[event]) || 'nothing');
    }
}
