// What the chosen events say, type by type.

const BINS = 20;
const FAN_LIMITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 100, 1000, 65535];

function chosenOf(type) {
    return selected.filter(event => trace.type[event] === type);
}

function meanOf(values) {
    let sum = 0;
    let number = 0;
    for (const value of values) {
        if (Number.isFinite(value)) {
            sum += value;
            number++;
        }
    }
    return number === 0 ? NaN : sum / number;
}

/** The value below which a part of sorted ones lies. */
function quantile(sorted, part) {
    return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

function showInterference() {
    const events = chosenOf(INTERFERENCE);
    const kinds = TYPES[INTERFERENCE].subtypes;
    byId('interference').dataset.events = events.length;
    const values = kinds.map((name, kind) => Float32Array.from(events.filter(event => trace.subtype[event] === kind), event => trace.value[event]));
    byId('interference-tiles').replaceChildren(...kinds.map((name, kind) => html('div', {class: 'tile'},
        html('span', {class: 'quiet'}, name[0].toUpperCase() + name.slice(1)), html('b', {}, count(values[kind].length)),
        html('span', {class: 'quiet'}, 'mean magnitude ' + figure(meanOf(values[kind]))))));
    const groups = fanGroups(events, kinds.length);
    showMagnitudes(kinds, values);
    showFan(kinds, groups);
    showTable('interference-table', 'Magnitude by number of competitors', [
        {name: 'Competitors', value: row => row.name},
        {name: 'Kind', value: row => kinds[row.kind]},
        {name: 'Events', number: true, whole: true, value: row => row.sorted.length},
        {name: 'Mean', number: true, value: row => meanOf(row.sorted)},
        {name: '10th percentile', number: true, value: row => quantile(row.sorted, 0.1)},
        {name: 'Median', number: true, value: row => quantile(row.sorted, 0.5)},
        {name: '90th percentile', number: true, value: row => quantile(row.sorted, 0.9)}
    ], groups);
}

function showMagnitudes(kinds, values) {
    const place = byId('magnitudes');
    const all = values.flatMap(one => Array.from(one));
    const finite = all.filter(Number.isFinite);
    if (finite.length === 0) {
        place.replaceChildren(empty('There is no interference among the chosen events.'));
        return;
    }
    const {low, high} = extent(finite);
    const bins = kinds.map(() => new Uint32Array(BINS));
    values.forEach((one, kind) => one.forEach(value => {
        if (Number.isFinite(value)) {
            bins[kind][Math.min(BINS - 1, Math.floor((value - low) / (high - low) * BINS))]++;
        }
    }));
    let most = 1;
    for (let i = 0; i < BINS; i++) {
        most = Math.max(most, bins.reduce((sum, one) => sum + one[i], 0));
    }
    const {chart, toX, toY} = frame(place, 240, `Histogram of ${finite.length} magnitudes`,
        {low, high, name: 'magnitude'}, {low: 0, high: most, text: short});
    const foot = new Float64Array(BINS);
    bins.forEach((one, kind) => {
        const group = svg('g', {class: kinds[kind]});
        one.forEach((events, i) => {
            if (events > 0) {
                const left = toX(low + i * (high - low) / BINS);
                const right = toX(low + (i + 1) * (high - low) / BINS);
                group.append(svg('rect', {class: 'fill', x: left + 0.5, width: Math.max(1, right - left - 1),
                    y: toY(foot[i] + events), height: toY(foot[i]) - toY(foot[i] + events)},
                svg('title', {}, `${kinds[kind]}, ${figure(low + i * (high - low) / BINS)} to ${figure(low + (i + 1) * (high - low) / BINS)}: ${count(events)}`)));
                foot[i] += events;
            }
        });
        chart.append(group);
    });
    place.replaceChildren(chart, legend(kinds.map(kind => [kind, kind])));
    if (finite.length < all.length) {
        place.append(html('p', {class: 'quiet'}, count(all.length - finite.length, 'magnitude') + ' that are no numbers left out'));
    }
}

/** Magnitudes by number of competitors and kind, sorted; large numbers of competitors share a group. */
function fanGroups(events, kinds) {
    const groups = new Map();
    for (const event of events) {
        const competitors = trace.items[event];
        if (!Number.isFinite(trace.value[event])) {
            continue;
        }
        const place = competitors === 0 ? -1 : FAN_LIMITS.findIndex(limit => competitors <= limit);
        const key = (place + 1) * kinds + trace.subtype[event];
        if (!groups.has(key)) {
            const from = place <= 0 ? place + 1 : FAN_LIMITS[place - 1] + 1;
            const to = place < 0 ? 0 : FAN_LIMITS[place];
            groups.set(key, {key, place, kind: trace.subtype[event], name: from === to ? String(to) : from + '–' + to, values: []});
        }
        groups.get(key).values.push(trace.value[event]);
    }
    return [...groups.values()].sort((a, b) => a.key - b.key)
        .map(group => ({...group, sorted: Float32Array.from(group.values).sort()}));
}

function showFan(kinds, groups) {
    const place = byId('fan');
    if (groups.length === 0) {
        place.replaceChildren(empty('There is no interference among the chosen events.'));
        return;
    }
    const columns = [...new Set(groups.map(group => group.place))].sort((a, b) => a - b);
    const names = new Map(groups.map(group => [group.place, group.name]));
    const y = extent(groups.flatMap(group => [quantile(group.sorted, 0.1), quantile(group.sorted, 0.9), meanOf(group.sorted)]));
    const {chart, toX, toY} = frame(place, 240, 'Mean magnitude by number of competitors; the table below has the numbers',
        {low: -0.5, high: columns.length - 0.5, ticks: columns.map((column, i) => i), text: i => names.get(columns[i]), name: 'competitors'}, y);
    kinds.forEach((name, kind) => {
        const mine = groups.filter(group => group.kind === kind);
        const group = svg('g', {class: name});
        const toCenter = one => toX(columns.indexOf(one.place) + (kind - 1) * 0.16);
        if (mine.length > 1) {
            group.append(svg('path', {class: 'stroke', d: mine.map((one, i) =>
                (i === 0 ? 'M' : 'L') + toCenter(one).toFixed(1) + ' ' + toY(meanOf(one.sorted)).toFixed(1)).join('')}));
        }
        for (const one of mine) {
            const x = toCenter(one);
            const mark = SHAPES[kind](x, toY(meanOf(one.sorted)));
            mark.append(svg('title', {}, `${name}, ${one.name} competitors: mean ${figure(meanOf(one.sorted))} of ${count(one.sorted.length)}`));
            group.append(svg('line', {class: 'stroke', x1: x, x2: x, y1: toY(quantile(one.sorted, 0.1)), y2: toY(quantile(one.sorted, 0.9)), 'stroke-opacity': '.5'}), mark);
        }
        chart.append(group);
    });
    place.replaceChildren(chart, legend(kinds.map((kind, i) => [kind, kind, SHAPES[i]])));
}

function showReconsolidation() {
    const events = chosenOf(RECONSOLIDATION);
    byId('reconsolidation').dataset.events = events.length;
    showWindows(events);
    const nodes = new Map();
    for (const event of events) {
        const node = trace.subject[event];
        let row = nodes.get(node);
        if (!row) {
            row = {node, events: 0, modifications: 0, plasticity: 0, finite: 0};
            nodes.set(node, row);
        }
        row.events++;
        row.modifications += trace.items[event];
        if (Number.isFinite(trace.value[event])) {
            row.plasticity += trace.value[event];
            row.finite++;
        }
    }
    showTable('modified-table', 'Nodes by modifications', [
        {name: 'Node', value: row => nodeName(row.node), show: row => nodeButton(row.node)},
        {name: 'Modifications', number: true, whole: true, value: row => row.modifications},
        {name: 'Events', number: true, whole: true, value: row => row.events},
        {name: 'Mean plasticity', number: true, value: row => row.plasticity / row.finite}
    ], [...nodes.values()], {sort: 1, none: 'There is no reconsolidation among the chosen events.'});
}

function showWindows(events) {
    const place = byId('windows');
    const points = events.filter(event => Number.isFinite(trace.window[event]) && Number.isFinite(trace.value[event]));
    if (points.length === 0) {
        place.replaceChildren(empty('There is no reconsolidation among the chosen events.'));
        return;
    }
    const windows = Float32Array.from(points, event => trace.window[event]);
    const plasticities = Float32Array.from(points, event => trace.value[event]);
    const x = extent(windows);
    const y = extent(plasticities);
    const height = 320;
    const {chart, toX, toY, width} = frame(place, height, `Window position and plasticity of ${points.length} events`,
        {...x, name: 'position in the window'}, y);
    const canvas = html('canvas', {class: 'over', 'aria-hidden': 'true'});
    const context = contextOf(canvas, width, height);
    context.fillStyle = colours().types[RECONSOLIDATION];
    // Many points show their density, few are plain to see.
    context.globalAlpha = Math.min(0.9, Math.max(0.06, 60 / Math.sqrt(points.length) / 4));
    const size = points.length > 2000 ? 2 : 4;
    for (const event of points) {
        context.fillRect(toX(trace.window[event]) - size / 2, toY(trace.value[event]) - size / 2, size, size);
    }
    place.replaceChildren(html('div', {class: 'layers'}, chart, canvas));
    place.append(html('p', {class: 'quiet'}, `${count(points.length, 'event')}; mean window position ${figure(meanOf(windows))}, mean plasticity ${figure(meanOf(plasticities))}`
        + (points.length < events.length ? `; ${count(events.length - points.length)} that are no numbers left out` : '')));
}

function showRecall() {
    const lures = new Map();
    for (const event of chosenOf(FALSE_MEMORY)) {
        const node = trace.subject[event];
        let row = lures.get(node);
        if (!row) {
            row = {node, events: 0, values: [], sizes: 0, sources: new Map()};
            lures.set(node, row);
        }
        row.events++;
        row.values.push(trace.value[event]);
        row.sizes += trace.items[event];
        for (const source of othersOf(event)) {
            row.sources.set(source, (row.sources.get(source) || 0) + 1);
        }
    }
    const rows = [...lures.values()].map(row => ({...row, confidence: meanOf(row.values),
        sources: [...row.sources].sort((a, b) => b[1] - a[1] || a[0] - b[0])}));
    byId('recall').dataset.lures = rows.length;
    showTable('recall-table', 'Critical lures: what was remembered and never happened', [
        {name: 'Lure', value: row => nodeName(row.node), show: row => nodeButton(row.node)},
        {name: 'Count', number: true, whole: true, value: row => row.events},
        {name: 'Mean confidence', number: true, value: row => row.confidence},
        {name: 'Mean list size', number: true, value: row => row.sizes / row.events},
        {name: 'Sources', wrap: true, value: row => row.sources.length, show: row =>
            row.sources.slice(0, 6).map(([node, events]) => `${nodeName(node)} ${count(events)}`).join(', ')
                + (row.sources.length > 6 ? `, ${count(row.sources.length - 6)} more` : '')}
    ], rows, {sort: 1, none: 'There is no false memory among the chosen events.'});
}

function showRates() {
    const place = byId('rates');
    const [from, to] = range();
    if (selected.length === 0 || to <= from) {
        place.replaceChildren(empty(selected.length === 0 ? 'There are no events to count.' : 'All events are of one moment.'));
        return;
    }
    const buckets = Math.max(10, Math.min(160, Math.floor(widthOf(place) / 7)));
    const nanos = (to - from) / buckets;
    const counts = TYPES.map(() => new Float64Array(buckets));
    for (const event of selected) {
        counts[trace.type[event]][Math.min(buckets - 1, Math.max(0, Math.floor((trace.time[event] - from) / nanos)))]++;
    }
    const perSecond = NANOS_PER_SECOND / nanos;
    const most = Math.max(...counts.map(one => one.reduce((max, value) => Math.max(max, value), 0))) * perSecond;
    const {chart, toX, toY} = frame(place, 220, 'Events per second of each type over time',
        {low: from, high: to, ticks: timeTicks(from, to, Math.max(2, Math.floor(widthOf(place) / 120))), text: value => '+' + duration(value), name: 'since the first event'},
        {low: 0, high: most, text: short});
    const present = [];
    counts.forEach((one, type) => {
        if (one.some(value => value > 0)) {
            present.push([TYPES[type].key, TYPES[type].name]);
            chart.append(svg('g', {class: TYPES[type].key}, svg('path', {class: 'stroke', d: Array.from(one, (value, i) =>
                (i === 0 ? 'M' : 'L') + toX(from + (i + 0.5) * nanos).toFixed(1) + ' ' + toY(value * perSecond).toFixed(1)).join('')})));
        }
    });
    place.replaceChildren(chart, legend(present), html('p', {class: 'quiet'}, 'Counted per ' + duration(nanos)));
}

function showSampling() {
    const rows = new Map();
    for (const event of selected) {
        const key = trace.type[event] * trace.rates.length + trace.rate[event];
        rows.set(key, (rows.get(key) || 0) + 1);
    }
    showTable('sampling-table', 'Sample rates in force when the chosen events were recorded', [
        {name: 'Type', value: row => TYPES[row.type].name},
        {name: 'Rate', number: true, value: row => row.rate},
        {name: 'Events', number: true, whole: true, value: row => row.events},
        {name: 'Stand for about', number: true, whole: true, value: row => row.rate > 0 ? Math.round(row.events / row.rate) : NaN}
    ], [...rows].sort((a, b) => a[0] - b[0]).map(([key, events]) => ({type: Math.floor(key / trace.rates.length),
        rate: trace.rates[key % trace.rates.length], events})));
}

/** Positions that no event has, between the first and the last that each thread has within the range. */
function missingIn(from, to) {
    const first = new Float64Array(trace.threads.length).fill(Infinity);
    const last = new Float64Array(trace.threads.length).fill(-Infinity);
    const events = new Float64Array(trace.threads.length);
    for (let event = firstIndex(trace.count, i => trace.time[i] >= from); event < trace.count && trace.time[event] < to; event++) {
        const thread = trace.thread[event];
        first[thread] = Math.min(first[thread], trace.position[event]);
        last[thread] = Math.max(last[thread], trace.position[event]);
        events[thread]++;
    }
    let missing = 0;
    for (let thread = 0; thread < events.length; thread++) {
        missing += events[thread] > 0 ? Math.max(0, last[thread] - first[thread] + 1 - events[thread]) : 0;
    }
    return missing;
}

function showLosses() {
    const rows = [];
    if (trace.raw.complete) {
        const missing = missingIn(state.from, state.to);
        byId('losses').dataset.missing = missing;
        rows.push({what: 'missing between positions', scope: 'range of time, all types and threads', events: BigInt(missing)});
    }
    const accounts = Object.entries(trace.raw.accounts).filter(([key]) => state.types >> TYPES.findIndex(type => type.key === key) & 1);
    const sums = new Map();
    for (const [, account] of accounts) {
        const reasons = [['overwritten', account.overwritten],
            ...Object.entries(account.rejected).map(([reason, events]) => ['rejected: ' + reason, events]),
            ...Object.entries(account.discarded).map(([reason, events]) => ['discarded: ' + reason, events])];
        for (const [reason, events] of reasons) {
            sums.set(reason, (sums.get(reason) || 0n) + BigInt(events));
        }
    }
    for (const [reason, events] of sums) {
        rows.push({what: reason.replaceAll('_', ' '), scope: 'whole trace, chosen types', events});
    }
    for (const [reason, events] of Object.entries(trace.raw.lost)) {
        rows.push({what: 'told in the file: ' + reason.replaceAll('_', ' '), scope: 'whole trace', events: BigInt(events)});
    }
    showTable('losses-table', 'Events by reason', [
        {name: 'Reason', value: row => row.what, wrap: true},
        {name: 'Events', number: true, value: row => Number(row.events), show: row => count(row.events)},
        {name: 'Of', value: row => row.scope, wrap: true}
    ], rows, {fixed: true, none: 'Not known: these are chosen events, without the accounts of their tracer.'});
    byId('accounts').hidden = accounts.length === 0;
    const total = counts => Object.values(counts).reduce((sum, events) => sum + BigInt(events), 0n);
    const column = (name, of) => ({name, number: true, value: row => Number(of(row[1])), show: row => count(of(row[1]))});
    showTable('accounts', 'Accounts of the tracer, over the whole trace: they carry no times', [
        {name: 'Type', value: row => TYPES.find(type => type.key === row[0])?.name ?? row[0]},
        ...[['Observed', 'observed'], ['Sampled out', 'sampledOut']].map(([name, key]) => column(name, account => BigInt(account[key]))),
        column('Rejected', account => total(account.rejected)),
        ...[['Recorded', 'recorded'], ['Exported', 'exported'], ['Overwritten', 'overwritten']].map(([name, key]) => column(name, account => BigInt(account[key]))),
        column('Discarded', account => total(account.discarded)),
        ...[['In ring', 'inRing'], ['In collector', 'inCollector']].map(([name, key]) => column(name, account => BigInt(account[key])))
    ], accounts, {fixed: true});
}
