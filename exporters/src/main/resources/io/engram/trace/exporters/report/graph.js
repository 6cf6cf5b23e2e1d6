// Who primed whom: the strongest edges among the chosen primings, laid out by forces from a fixed start, so that the
// same events always look the same.

const ROUNDS = 250;
// Edges are bent, so that one and its opposite do not lie upon each other.
const BEND = 0.08;
// How long, in pixels, the distance between two neighbours may become where there is much room.
const MAX_STRETCH = 160;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Sums of primings by source and target, strongest first. */
function primingEdges() {
    const edges = new Map();
    const nodes = trace.nodes.length;
    for (const event of selected) {
        if (trace.type[event] !== PRIMING) {
            continue;
        }
        const source = trace.other[0][event];
        const target = trace.subject[event];
        const key = source * nodes + target;
        let edge = edges.get(key);
        if (!edge) {
            edge = {source, target, events: 0, strength: 0, kinds: [0, 0, 0]};
            edges.set(key, edge);
        }
        edge.events++;
        edge.kinds[trace.subtype[event]]++;
        const strength = trace.value[event];
        edge.strength += Number.isFinite(strength) ? strength : 0;
    }
    return [...edges.values()].sort((a, b) => b.strength - a.strength || a.source - b.source || a.target - b.target);
}

/** Takes edges, strongest first, until there are so many nodes; then all edges among those. */
function strongest(edges, limit) {
    const places = new Map();
    const between = edges.filter(edge => edge.source !== edge.target);
    // Where nodes primed nothing but themselves, they are all there is to show.
    for (const edge of between.length ? between : edges) {
        const fresh = new Set([edge.source, edge.target].filter(node => !places.has(node)));
        if (places.size + fresh.size <= limit) {
            fresh.forEach(node => places.set(node, places.size));
        }
        if (places.size >= limit) {
            break;
        }
    }
    const inside = edges.filter(edge => places.has(edge.source) && places.has(edge.target));
    return {
        nodes: [...places.keys()],
        edges: inside.filter(edge => edge.source !== edge.target).slice(0, 4 * limit)
            .map(edge => ({...edge, from: places.get(edge.source), to: places.get(edge.target)})),
        selves: new Map(inside.filter(edge => edge.source === edge.target).map(edge => [places.get(edge.source), edge]))
    };
}

/**
 * Places within a box: neighbours pull each other, all push each other away, and the middle pulls all. The
 * places are then stretched into the box.
 */
function layOut(size, edges, width, height) {
    const x = new Float64Array(size);
    const y = new Float64Array(size);
    for (let i = 0; i < size; i++) {
        const distance = Math.sqrt(i + 0.5);
        x[i] = distance * Math.cos(i * GOLDEN_ANGLE);
        y[i] = distance * Math.sin(i * GOLDEN_ANGLE);
    }
    const most = edges.reduce((max, edge) => Math.max(max, edge.strength), 0) || 1;
    const moveX = new Float64Array(size);
    const moveY = new Float64Array(size);
    for (let round = 0; round < ROUNDS; round++) {
        moveX.fill(0);
        moveY.fill(0);
        for (let i = 0; i < size; i++) {
            for (let j = 0; j < i; j++) {
                const dx = x[i] - x[j];
                const dy = y[i] - y[j];
                const force = 1 / Math.max(0.01, dx * dx + dy * dy);
                moveX[i] += dx * force;
                moveY[i] += dy * force;
                moveX[j] -= dx * force;
                moveY[j] -= dy * force;
            }
            moveX[i] -= x[i];
            moveY[i] -= y[i];
        }
        for (const {from, to, strength} of edges) {
            const dx = x[from] - x[to];
            const dy = y[from] - y[to];
            const force = Math.hypot(dx, dy) * (0.4 + 0.6 * strength / most);
            moveX[from] -= dx * force;
            moveY[from] -= dy * force;
            moveX[to] += dx * force;
            moveY[to] += dy * force;
        }
        const heat = 0.3 * (1 - round / ROUNDS);
        for (let i = 0; i < size; i++) {
            const length = Math.hypot(moveX[i], moveY[i]) || 1;
            const by = Math.min(length, heat) / length;
            x[i] += moveX[i] * by;
            y[i] += moveY[i] * by;
        }
    }
    return {x: stretched(x, 56, width - 56), y: stretched(y, 18, height - 30)};
}

/** Numbers moved so that they fill a length; few of them only its middle. */
function stretched(values, from, to) {
    const low = Math.min(...values);
    const high = Math.max(...values);
    const scale = high > low ? Math.min(MAX_STRETCH, (to - from) / (high - low)) : 0;
    return values.map(value => (from + to) / 2 + (value - (low + high) / 2) * scale);
}

function strengthText(edge) {
    return figure(edge.strength) + ' in ' + count(edge.events, 'priming');
}

function showGraph() {
    const edges = primingEdges();
    const place = byId('graph');
    byId('activation').dataset.edges = edges.length;
    showTable('graph-table', 'Primings by source and target', [
        {name: 'Source', value: edge => nodeName(edge.source), show: edge => nodeButton(edge.source)},
        {name: 'Target', value: edge => nodeName(edge.target), show: edge => nodeButton(edge.target)},
        {name: 'Summed strength', number: true, value: edge => edge.strength},
        {name: 'Mean strength', number: true, value: edge => edge.strength / edge.events},
        {name: 'Primings', number: true, whole: true, value: edge => edge.events},
        ...TYPES[PRIMING].subtypes.map((name, kind) =>
            ({name, number: true, whole: true, value: edge => edge.kinds[kind]}))
    ], edges, {sort: 2});
    if (edges.length === 0) {
        place.replaceChildren(empty('There is no priming among the chosen events.'));
        return;
    }
    const limit = Number(byId('nodes').value);
    byId('nodes-output').textContent = limit;
    const shown = strongest(edges, limit);
    const width = widthOf(place);
    const height = Math.round(Math.max(340, Math.min(620, width * 0.62)));
    const {x, y} = layOut(shown.nodes.length, shown.edges, width, height);
    const most = shown.edges.reduce((max, edge) => Math.max(max, edge.strength), 0) || 1;
    const weight = new Float64Array(shown.nodes.length);
    shown.edges.forEach(edge => {
        weight[edge.from] += edge.strength;
        weight[edge.to] += edge.strength;
    });
    const heaviest = Math.max(...weight, 1e-9);
    const radius = i => 4 + 7 * Math.sqrt(weight[i] / heaviest);
    const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, height, role: 'group',
        'aria-label': `Graph of ${shown.nodes.length} nodes and ${shown.edges.length} edges; `
            + `the table below lists all ${edges.length} edges`});
    const head = svg('marker', {id: 'head', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
        markerUnits: 'userSpaceOnUse', orient: 'auto'});
    head.append(svg('path', {class: 'head', d: 'M0 0L8 4L0 8z'}));
    picture.append(svg('defs', {}, head));
    const lines = shown.edges.map(edge => {
        const dx = x[edge.to] - x[edge.from];
        const dy = y[edge.to] - y[edge.from];
        const length = Math.hypot(dx, dy) || 1;
        const start = radius(edge.from) / length;
        const end = 1 - (radius(edge.to) + 3) / length;
        const at = (along, aside) => (x[edge.from] + dx * along - dy * aside).toFixed(1) + ' '
            + (y[edge.from] + dy * along + dx * aside).toFixed(1);
        const line = svg('path', {class: 'edge', 'stroke-width': 0.8 + 6 * edge.strength / most,
            'marker-end': 'url(#head)', d: `M${at(start, 0)}Q${at(0.5, BEND)} ${at(end, 0)}`});
        line.append(svg('title', {}, `${nodeName(edge.source)} → ${nodeName(edge.target)}: ${strengthText(edge)}`));
        picture.append(line);
        return line;
    });
    const circles = shown.nodes.map((node, i) => {
        const self = shown.selves.get(i);
        const name = nodeName(node);
        const primed = shown.edges.filter(edge => edge.from === i).length;
        const primers = shown.edges.filter(edge => edge.to === i).length;
        const group = svg('g', {class: 'node', tabindex: 0, role: 'button',
            'aria-label': `${name}: primed ${primed}, primed by ${primers}; filter by it`});
        if (self) {
            group.append(svg('circle', {class: 'self', cx: x[i], cy: y[i], r: radius(i) + 3}));
        }
        group.append(svg('circle', {cx: x[i], cy: y[i], r: radius(i)}),
            svg('text', {x: x[i], y: y[i] + radius(i) + 13, 'text-anchor': 'middle'},
                name.length > 18 ? name.slice(0, 8) + '…' + name.slice(-6) : name),
            svg('title', {}, nodeText(node) + (self ? `, primed itself: ${strengthText(self)}` : '')));
        picture.append(group);
        return group;
    });
    circles.forEach((group, i) => {
        const light = on => {
            picture.classList.toggle('lit', on);
            const near = new Set([i]);
            shown.edges.forEach((edge, e) => {
                const touches = edge.from === i || edge.to === i;
                lines[e].classList.toggle('on', on && touches);
                if (touches) {
                    near.add(edge.from).add(edge.to);
                }
            });
            circles.forEach((other, o) => other.classList.toggle('on', on && near.has(o)));
        };
        const take = () => filterBy({text: textOfNode(shown.nodes[i])});
        group.addEventListener('pointerenter', () => light(true));
        group.addEventListener('pointerleave', () => light(false));
        group.addEventListener('focus', () => light(true));
        group.addEventListener('blur', () => light(false));
        group.addEventListener('click', take);
        group.addEventListener('keydown', event => {
            if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                take();
            }
        });
    });
    place.replaceChildren(picture);
}
