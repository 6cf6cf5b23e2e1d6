// The timeline: an overview of the whole time, and lanes of the part in view. Events are counted by pixel, so that
// drawing takes no longer for many than for few.

const AXIS = 20;
const LABEL = 15;
const ROW = 8;
const TALL_ROW = 26;
const LANE_GAP = 6;
const MAX_LANES = 40;
const OVERVIEW = 52;
const NEAR = 6;
const MIN_VIEW_NANOS = 10;

const view = {from: 0, to: 1};
let lanes = [];
let laneOfThread = new Int32Array(0);
let byThread = true;
let kept = -1;
let hovered = -1;
// The range while it is drawn with the pointer.
let drawn = null;

function wholeSpan() {
    return Math.max(trace.end, 1);
}

function makeLanes() {
    if (!byThread) {
        lanes = TYPES.map((type, i) => ({name: type.name, types: [i]}))
            .filter(lane => state.types >> lane.types[0] & 1);
    } else {
        const events = new Float64Array(trace.threads.length);
        for (const event of matching) {
            events[trace.thread[event]]++;
        }
        const order = trace.threads.map((thread, i) => i).filter(i => events[i] > 0)
            .sort((a, b) => events[b] - events[a] || a - b);
        const single = order.slice(0, order.length > MAX_LANES ? MAX_LANES - 1 : MAX_LANES)
            .sort((a, b) => collator.compare(threadName(a), threadName(b)) || a - b);
        const types = TYPES.map((type, i) => i).filter(i => state.types >> i & 1);
        lanes = single.map(i => ({name: threadName(i), types}));
        laneOfThread = new Int32Array(trace.threads.length).fill(single.length);
        single.forEach((thread, lane) => laneOfThread[thread] = lane);
        if (order.length > single.length) {
            lanes.push({name: count(order.length - single.length, 'other thread'), types});
        }
    }
    let top = AXIS;
    for (const lane of lanes) {
        lane.row = byThread ? ROW : TALL_ROW;
        lane.top = top + LABEL;
        lane.rowOf = new Int8Array(TYPES.length).fill(-1);
        lane.types.forEach((type, row) => lane.rowOf[type] = row);
        top = lane.top + lane.row * lane.types.length + LANE_GAP;
    }
    lanes.height = Math.max(top + 4, AXIS + 60);
}

function laneOf(event) {
    return byThread ? laneOfThread[trace.thread[event]] : lanes.findIndex(lane => lane.types[0] === trace.type[event]);
}

function drawTimeline() {
    drawOverview();
    drawLanes();
}

function drawOverview() {
    const canvas = byId('overview');
    const width = widthOf(canvas);
    const context = contextOf(canvas, width, OVERVIEW);
    const colour = colours();
    context.fillStyle = colour.faint;
    context.fillRect(0, 0, width, OVERVIEW);
    const bars = Math.floor(width / 2);
    const counts = TYPES.map(() => new Uint32Array(bars));
    const scale = bars / wholeSpan();
    for (const event of matching) {
        counts[trace.type[event]][Math.min(bars - 1, trace.time[event] * scale | 0)]++;
    }
    let most = 1;
    for (let i = 0; i < bars; i++) {
        most = Math.max(most, counts.reduce((sum, one) => sum + one[i], 0));
    }
    const foot = new Float32Array(bars).fill(OVERVIEW);
    counts.forEach((one, type) => {
        context.fillStyle = colour.types[type];
        for (let i = 0; i < bars; i++) {
            if (one[i] > 0) {
                const height = Math.max(1, one[i] / most * (OVERVIEW - 6));
                context.fillRect(i * 2, foot[i] - height, 2, height);
                foot[i] -= height;
            }
        }
    });
    const toX = time => time / wholeSpan() * width;
    shadeRange(context, colour, toX, 0, OVERVIEW);
    if (view.from > 0 || view.to < wholeSpan()) {
        context.strokeStyle = colour.ink;
        context.lineWidth = 1.5;
        context.strokeRect(toX(view.from), 1, Math.max(3, toX(view.to) - toX(view.from)), OVERVIEW - 2);
    }
}

function shadeRange(context, colour, toX, top, bottom) {
    if (!drawn && !isRange()) {
        return;
    }
    const [from, to] = drawn || range();
    const left = toX(from);
    const right = Math.max(left + 1, toX(to));
    context.fillStyle = colour.chosen;
    context.fillRect(left, top, right - left, bottom - top);
    context.fillStyle = colour.edge;
    context.fillRect(left - 1, top, 1.5, bottom - top);
    context.fillRect(right - 0.5, top, 1.5, bottom - top);
}

function drawLanes() {
    const canvas = byId('lanes-canvas');
    const width = widthOf(canvas);
    const height = lanes.height;
    const context = contextOf(canvas, width, height);
    const colour = colours();
    const span = view.to - view.from;
    const toX = time => (time - view.from) / span * width;
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    // Ticks as times since the first event.
    for (const tick of trace.count ? timeTicks(view.from, view.to, Math.max(2, Math.floor(width / 120))) : []) {
        const x = Math.round(toX(tick)) + 0.5;
        context.strokeStyle = colour.line;
        context.beginPath();
        context.moveTo(x, AXIS - 4);
        context.lineTo(x, height);
        context.stroke();
        context.fillStyle = colour.quiet;
        context.textAlign = x < 30 ? 'left' : x > width - 40 ? 'right' : 'center';
        context.fillText('+' + duration(tick), x, AXIS / 2);
    }
    context.textAlign = 'left';
    for (const lane of lanes) {
        context.fillStyle = colour.faint;
        context.fillRect(0, lane.top, width, lane.row * lane.types.length);
    }
    const first = firstIndex(matching.length, i => trace.time[matching[i]] >= view.from);
    const pixels = lanes.map(lane => lane.types.map(() => new Uint32Array(width)));
    const scale = width / span;
    let most = 1;
    for (let i = first; i < matching.length; i++) {
        const event = matching[i];
        if (trace.time[event] > view.to) {
            break;
        }
        const lane = laneOf(event);
        const row = pixels[lane][lanes[lane].rowOf[trace.type[event]]];
        most = Math.max(most, ++row[Math.min(width - 2, (trace.time[event] - view.from) * scale | 0)]);
    }
    const brightest = Math.log(1 + most);
    lanes.forEach((lane, number) => lane.types.forEach((type, row) => {
        context.fillStyle = colour.types[type];
        const top = lane.top + row * lane.row + 1;
        const counts = pixels[number][row];
        for (let x = 0; x < width; x++) {
            if (counts[x] > 0) {
                context.globalAlpha = 0.4 + 0.6 * Math.log(1 + counts[x]) / brightest;
                // A pixel wider than it is, so that a lone event can be seen.
                context.fillRect(x, top, counts[x + 1] > 0 ? 1 : 2, lane.row - 2);
            }
        }
    }));
    context.globalAlpha = 1;
    context.fillStyle = colour.quiet;
    for (const lane of lanes) {
        context.fillText(lane.name, 4, lane.top - LABEL / 2 + 1, width - 8);
    }
    shadeRange(context, colour, toX, AXIS - 4, height);
    for (const [event, style] of [[hovered, colour.quiet], [kept, colour.ink]]) {
        if (event >= 0 && trace.time[event] >= view.from && trace.time[event] <= view.to) {
            markEvent(context, event, toX(trace.time[event]), style);
        }
    }
    if (matching.length === 0) {
        context.fillStyle = colour.quiet;
        context.fillText(trace.count === 0 ? 'There are no events.' : 'No event passes the filters.', 8, AXIS + 26);
    }
}

function markEvent(context, event, x, style) {
    const lane = lanes[laneOf(event)];
    const row = lane ? lane.rowOf[trace.type[event]] : -1;
    if (row < 0) {
        return;
    }
    context.strokeStyle = style;
    context.lineWidth = 2;
    context.strokeRect(x - 3, lane.top + row * lane.row - 1, 8, lane.row + 1);
    context.lineWidth = 1;
}

/** Round times: seconds, milliseconds and so on, whatever the view spans. */
function timeTicks(from, to, wanted) {
    const [unit] = UNITS.find(([size]) => to - from >= size) || [1];
    return ticks(from / unit, to / unit, wanted).map(tick => tick * unit);
}

function setView(from, to) {
    const whole = wholeSpan();
    const span = Math.min(whole, Math.max(Math.min(MIN_VIEW_NANOS, whole), to - from));
    view.from = Math.min(Math.max(0, from), whole - span);
    view.to = view.from + span;
    requestDraw();
}

function zoom(factor, center) {
    const middle = center ?? (view.from + view.to) / 2;
    setView(middle - (middle - view.from) * factor, middle + (view.to - middle) * factor);
}

function pan(part) {
    const by = (view.to - view.from) * part;
    setView(view.from + by, view.to + by);
}

let drawRequested = false;

function requestDraw() {
    if (!drawRequested) {
        drawRequested = true;
        requestAnimationFrame(() => {
            drawRequested = false;
            drawTimeline();
        });
    }
}

/** The event nearest to a place on the lanes; -1 if none is near. */
function eventAt(x, y) {
    const width = widthOf(byId('lanes-canvas'));
    const perPixel = (view.to - view.from) / width;
    const time = view.from + x * perPixel;
    let best = -1;
    let distance = Infinity;
    const start = firstIndex(matching.length, i => trace.time[matching[i]] >= time - NEAR * perPixel);
    for (let i = start; i < matching.length && trace.time[matching[i]] <= time + NEAR * perPixel; i++) {
        const event = matching[i];
        const lane = lanes[laneOf(event)];
        const row = lane.rowOf[trace.type[event]];
        const top = lane.top + row * lane.row;
        const away = Math.abs(trace.time[event] - time) / perPixel
            + 3 * Math.max(0, top - y, y - top - lane.row);
        if (away < distance) {
            distance = away;
            best = event;
        }
    }
    return distance <= 2 * NEAR ? best : -1;
}

/** Keeps an event's details, and brings it into view. */
function keepEvent(event, scroll) {
    kept = event;
    if (event >= 0) {
        const time = trace.time[event];
        if (time < view.from || time > view.to) {
            const half = (view.to - view.from) / 2;
            setView(time - half, time + half);
        }
        if (scroll) {
            byId('details').scrollIntoView({block: 'center'});
        }
    }
    showDetails();
    requestDraw();
}

/** To the next event of the chosen ones, or the one before. */
function step(by) {
    if (selected.length === 0) {
        return;
    }
    const place = kept < 0 ? (by > 0 ? -1 : selected.length)
        : firstIndex(selected.length, i => selected[i] >= kept);
    const exact = kept >= 0 && selected[place] === kept;
    const next = place + (by > 0 && kept >= 0 && !exact ? 0 : by);
    keepEvent(selected[Math.min(selected.length - 1, Math.max(0, next))], false);
}

function showDetails() {
    const event = hovered >= 0 ? hovered : kept;
    const place = byId('details');
    // Readers of the screen are told of what was chosen, not of all that the pointer passes.
    place.setAttribute('aria-live', hovered >= 0 ? 'off' : 'polite');
    if (event < 0) {
        place.replaceChildren(html('p', {class: 'quiet'}, 'Point at an event for its details; click to keep them.'));
        return;
    }
    const type = TYPES[trace.type[event]];
    const thread = trace.threads[trace.thread[event]];
    const fields = [['time', timeOf(event)], ['since the first', duration(trace.time[event])],
        ['thread', thread.name + ' (' + thread.id + ')'],
        ['position', String(BigInt.asIntN(64, BigInt(trace.exactPosition[event])))],
        ['sample rate', figure(trace.rates[trace.rate[event]])]];
    if (type.subtypes.length) {
        fields.unshift([type.name.toLowerCase(), type.subtypes[trace.subtype[event]]]);
    }
    const value = figure(trace.value[event], 7);
    const others = othersOf(event).map(nodeText).join(', ') || 'none';
    const subject = nodeText(trace.subject[event]);
    switch (trace.type[event]) {
        case PRIMING: fields.push(['strength', value], ['source', others], ['target', subject]); break;
        case INTERFERENCE: fields.push(['magnitude', value], ['target', subject], ['competitors', others],
            ['competing', count(trace.items[event])]); break;
        case RECONSOLIDATION: fields.push(['plasticity', value], ['window position', figure(trace.window[event], 7)],
            ['node', subject], ['modifications', count(trace.items[event])],
            ['fields', '0x' + trace.masks[trace.mask[event]].toString(16)]); break;
        default: fields.push(['confidence', value], ['lure', subject], ['sources', others],
            ['list size', count(trace.items[event])]);
    }
    const span = trace.span[event];
    if (span > 0) {
        fields.push(['trace', hex(trace.traceHigh[span - 1]) + hex(trace.traceLow[span - 1])],
            ['span', hex(trace.spanId[span - 1])], ['trace flags', String(trace.traceFlags[span - 1])]);
    }
    const correlation = correlationText(event);
    if (correlation) {
        fields.push(['correlation', correlation]);
    }
    place.replaceChildren(
        html('p', {}, html('span', {class: 'swatch ' + type.key}), ' ', html('b', {}, type.name), ' ', sentence(event)),
        html('dl', {}, ...fields.map(([name, text]) => html('div', {}, html('dt', {}, name), html('dd', {}, text)))));
    if (event === kept && hovered < 0) {
        const only = (what, filter) =>
            html('button', {type: 'button', onclick: () => filterBy(filter)}, 'Only this ' + what);
        place.append(html('p', {class: 'more'}, correlation ? only('correlation', {correlation}) : null,
            only('node', {text: textOfNode(trace.subject[event])}), only('thread', {thread: trace.thread[event]})));
    }
}

function nodeText(node) {
    return trace.labels[node] === null ? nodeId(node) : trace.labels[node] + ' (' + nodeId(node) + ')';
}

function hex(number) {
    return BigInt(number).toString(16).padStart(16, '0');
}

/** Takes drags on a canvas: what they draw is told while they last and when they end. */
function onDrag(canvas, timeOfX, isPan) {
    let start = null;
    const at = event => event.clientX - canvas.getBoundingClientRect().left;
    canvas.addEventListener('pointerdown', event => {
        if (event.button === 0 || event.button === 1) {
            start = {x: at(event), from: view.from, to: view.to, pan: isPan(event), moved: false};
            canvas.setPointerCapture(event.pointerId);
        }
    });
    canvas.addEventListener('pointermove', event => {
        if (!start) {
            return;
        }
        start.moved ||= Math.abs(at(event) - start.x) > 3;
        if (!start.moved) {
            return;
        }
        hovered = -1;
        if (start.pan) {
            const by = (start.x - at(event)) / widthOf(canvas) * (start.to - start.from);
            setView(start.from + by, start.to + by);
        } else {
            drawn = [timeOfX(start.x), timeOfX(at(event))].sort((a, b) => a - b);
            requestDraw();
        }
    });
    const end = event => {
        if (start && start.moved && !start.pan && drawn && event.type === 'pointerup') {
            const [from, to] = drawn;
            filterBy({from: Math.floor(from), to: Math.ceil(to) + 1});
        } else if (start && !start.moved && event.type === 'pointerup' && canvas.id === 'lanes-canvas') {
            const box = canvas.getBoundingClientRect();
            hovered = -1;
            keepEvent(eventAt(event.clientX - box.left, event.clientY - box.top), false);
        }
        start = null;
        drawn = null;
        requestDraw();
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
    return () => start !== null;
}

function initTimeline() {
    const canvas = byId('lanes-canvas');
    const overview = byId('overview');
    const within = time => Math.min(wholeSpan(), Math.max(0, time));
    const timeOfX = x => within(view.from + x / widthOf(canvas) * (view.to - view.from));
    const isDragging = onDrag(canvas, timeOfX,
        event => event.button === 1 || event.shiftKey !== (byId('drag').value === 'pan'));
    onDrag(overview, x => within(x / widthOf(overview) * wholeSpan()), () => false);
    canvas.addEventListener('wheel', event => {
        const out = event.deltaY > 0;
        // Fully out, the wheel goes on to move the page.
        if (event.deltaY === 0 || out && view.from <= 0 && view.to >= wholeSpan()) {
            return;
        }
        event.preventDefault();
        zoom(out ? 1.25 : 0.8, timeOfX(event.offsetX));
    }, {passive: false});
    canvas.addEventListener('pointermove', event => {
        if (isDragging()) {
            return;
        }
        const found = eventAt(event.offsetX, event.offsetY);
        if (found !== hovered) {
            hovered = found;
            showDetails();
            requestDraw();
        }
    });
    canvas.addEventListener('pointerleave', () => {
        if (hovered >= 0) {
            hovered = -1;
            showDetails();
            requestDraw();
        }
    });
    const keys = {
        '+': () => zoom(0.7), '=': () => zoom(0.7), '-': () => zoom(1 / 0.7), ArrowLeft: () => pan(-0.15),
        ArrowRight: () => pan(0.15), Home: () => setView(0, wholeSpan()), '.': () => step(1), ',': () => step(-1),
        Enter: () => filterBy({from: Math.floor(view.from), to: Math.ceil(view.to) + 1}), Escape: clearRange
    };
    canvas.addEventListener('keydown', event => {
        if (!event.ctrlKey && !event.metaKey && !event.altKey && Object.hasOwn(keys, event.key)) {
            event.preventDefault();
            hovered = -1;
            keys[event.key]();
        }
    });
    byId('zoom-in').addEventListener('click', () => zoom(0.5));
    byId('zoom-out').addEventListener('click', () => zoom(2));
    byId('zoom-all').addEventListener('click', () => setView(0, wholeSpan()));
    byId('zoom-selection').addEventListener('click', () => setView(...range()));
    byId('clear').addEventListener('click', clearRange);
    byId('drag').addEventListener('change', event => canvas.classList.toggle('pan', event.target.value === 'pan'));
    byThread = trace.threads.length <= 12;
    byId('lanes').value = byThread ? 'thread' : 'type';
    byId('lanes').addEventListener('change', event => {
        byThread = event.target.value === 'thread';
        makeLanes();
        requestDraw();
    });
    byId('events').addEventListener('toggle', showEvents);
    setView(0, wholeSpan());
}

function clearRange() {
    filterBy({from: 0, to: Infinity});
}
