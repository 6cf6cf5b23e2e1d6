// Interference: how strong it was, by kind and by the number of competitors.

const BINS = 20;
// Large numbers of competitors share a group with others up to the next of these.
const FAN_LIMITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 100, 1000, 65535];

function chosenOf(type) {
    return selected.filter(event => trace.type[event] === type);
}

function showInterference() {
    const events = chosenOf(INTERFERENCE);
    const kinds = TYPES[INTERFERENCE].subtypes;
    byId('interference').dataset.events = events.length;
    const values = kinds.map((name, kind) =>
        valuesOf(events.filter(event => trace.subtype[event] === kind)));
    byId('interference-tiles').replaceChildren(...kinds.map((name, kind) => html('div', {class: 'tile'},
        html('span', {class: 'quiet'}, name[0].toUpperCase() + name.slice(1)),
        html('b', {}, count(values[kind].length)),
        html('span', {class: 'quiet'}, 'mean magnitude ' + figure(meanOf(values[kind]))))));
    const groups = fanGroups(events);
    showMagnitudes(kinds, values);
    showFan(kinds, groups);
    showTable('interference-table', 'Magnitude by number of competitors', [
        {name: 'Competitors', value: group => group.name},
        {name: 'Kind', value: group => kinds[group.kind]},
        {name: 'Events', number: true, whole: true, value: group => group.sorted.length},
        {name: 'Mean', number: true, value: group => group.mean},
        {name: '10th percentile', number: true, value: group => group.low},
        {name: 'Median', number: true, value: group => quantile(group.sorted, 0.5)},
        {name: '90th percentile', number: true, value: group => group.high}
    ], groups);
}

function showMagnitudes(kinds, values) {
    const place = byId('magnitudes');
    const finite = values.map(one => one.filter(Number.isFinite));
    const shown = finite.reduce((sum, one) => sum + one.length, 0);
    const left = values.reduce((sum, one) => sum + one.length, 0) - shown;
    if (shown === 0) {
        place.replaceChildren(empty('There is no magnitude among the chosen events.'));
        return;
    }
    const {low, high} = extent(finite);
    const edge = bin => low + bin * (high - low) / BINS;
    const bins = finite.map(one => {
        const counts = new Uint32Array(BINS);
        one.forEach(value => counts[Math.min(BINS - 1, Math.floor((value - low) / (high - low) * BINS))]++);
        return counts;
    });
    let most = 1;
    for (let bin = 0; bin < BINS; bin++) {
        most = Math.max(most, bins.reduce((sum, one) => sum + one[bin], 0));
    }
    const {chart, toX, toY} = frame(place, 240, `Histogram of ${shown} magnitudes`,
        {low, high, name: 'magnitude'}, {low: 0, high: most, text: short});
    const foot = new Float64Array(BINS);
    bins.forEach((one, kind) => {
        const group = svg('g', {class: kinds[kind]});
        one.forEach((events, bin) => {
            if (events > 0) {
                const top = toY(foot[bin] + events);
                const bar = svg('rect', {class: 'fill', x: toX(edge(bin)) + 0.5, y: top,
                    width: Math.max(1, toX(edge(bin + 1)) - toX(edge(bin)) - 1), height: toY(foot[bin]) - top});
                const where = figure(edge(bin)) + ' to ' + figure(edge(bin + 1));
                bar.append(svg('title', {}, `${kinds[kind]}, ${where}: ${count(events)}`));
                group.append(bar);
                foot[bin] += events;
            }
        });
        chart.append(group);
    });
    place.replaceChildren(chart, legend(kinds.map(kind => [kind, kind])));
    if (left > 0) {
        place.append(html('p', {class: 'quiet'}, count(left, 'magnitude') + ' left out, being no number'));
    }
}

/** Magnitudes by number of competitors and kind. */
function fanGroups(events) {
    const groups = new Map();
    for (const event of events) {
        if (!Number.isFinite(trace.value[event])) {
            continue;
        }
        const place = FAN_LIMITS.findIndex(limit => trace.items[event] <= limit);
        const kind = trace.subtype[event];
        const key = place * TYPES.length + kind;
        if (!groups.has(key)) {
            const from = place === 0 ? 0 : FAN_LIMITS[place - 1] + 1;
            const to = FAN_LIMITS[place];
            groups.set(key, {key, place, kind, name: from === to ? String(to) : from + '–' + to, values: []});
        }
        groups.get(key).values.push(trace.value[event]);
    }
    return [...groups.values()].sort((a, b) => a.key - b.key).map(group => {
        const sorted = Float32Array.from(group.values).sort();
        return {...group, sorted, mean: meanOf(sorted), low: quantile(sorted, 0.1), high: quantile(sorted, 0.9)};
    });
}

function showFan(kinds, groups) {
    const place = byId('fan');
    if (groups.length === 0) {
        place.replaceChildren(empty('There is no magnitude among the chosen events.'));
        return;
    }
    const columns = [...new Set(groups.map(group => group.place))].sort((a, b) => a - b);
    const present = kinds.map((name, kind) => kind).filter(kind => groups.some(group => group.kind === kind));
    const names = new Map(groups.map(group => [group.place, group.name]));
    // As many names as there is room for.
    const every = Math.ceil(columns.length * 36 / widthOf(place));
    const {chart, toX, toY} = frame(place, 240, 'Mean magnitude by number of competitors, as in the table below',
        {low: -0.5, high: columns.length - 0.5, name: 'competitors', text: i => names.get(columns[i]),
            ticks: columns.map((column, i) => i).filter(i => i % every === 0)},
        extent([groups.flatMap(group => [group.low, group.mean, group.high])]));
    kinds.forEach((name, kind) => {
        const mine = groups.filter(group => group.kind === kind);
        // Side by side, so that they do not hide each other.
        const aside = (present.indexOf(kind) - (present.length - 1) / 2) * 0.16;
        const points = mine.map(group => [toX(columns.indexOf(group.place) + aside), toY(group.mean)]);
        const drawing = svg('g', {class: name}, path(points));
        mine.forEach((group, i) => {
            const x = points[i][0];
            const mark = SHAPES[kind](...points[i]);
            mark.append(svg('title', {},
                `${name}, ${group.name} competing: mean ${figure(group.mean)} of ${count(group.sorted.length)}`));
            drawing.append(svg('line', {class: 'stroke', 'stroke-opacity': '.5', x1: x, x2: x,
                y1: toY(group.low), y2: toY(group.high)}), mark);
        });
        chart.append(drawing);
    });
    place.replaceChildren(chart, legend(kinds.map((kind, i) => [kind, kind, SHAPES[i]])));
}
