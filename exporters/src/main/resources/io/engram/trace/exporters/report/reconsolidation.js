// Reconsolidation: when within their labile windows memories were rewritten, and which most.

function showReconsolidation() {
    const events = chosenOf(RECONSOLIDATION);
    byId('reconsolidation').dataset.events = events.length;
    showWindows(events);
    const nodes = new Map();
    for (const event of events) {
        const node = trace.subject[event];
        let row = nodes.get(node);
        if (!row) {
            row = {node, events: 0, modifications: 0, values: []};
            nodes.set(node, row);
        }
        row.events++;
        row.modifications += trace.items[event];
        row.values.push(trace.value[event]);
    }
    showTable('modified-table', 'Nodes by modifications', [
        {name: 'Node', value: row => nodeName(row.node), show: row => nodeButton(row.node)},
        {name: 'Modifications', number: true, whole: true, value: row => row.modifications},
        {name: 'Events', number: true, whole: true, value: row => row.events},
        {name: 'Mean plasticity', number: true, value: row => meanOf(row.values)}
    ], [...nodes.values()], {sort: 1, none: 'There is no reconsolidation among the chosen events.'});
}

function showWindows(events) {
    const place = byId('windows');
    const points = events.filter(event => Number.isFinite(trace.window[event]) && Number.isFinite(trace.value[event]));
    if (points.length === 0) {
        place.replaceChildren(empty('No chosen event has a place in a window.'));
        return;
    }
    const windows = Float32Array.from(points, event => trace.window[event]);
    const plasticities = valuesOf(points);
    const height = 320;
    const {chart, toX, toY, width} = frame(place, height,
        `Window position and plasticity of ${points.length} events`,
        {...extent([windows]), name: 'position in the window'}, {...extent([plasticities])});
    const canvas = html('canvas', {'aria-hidden': 'true'});
    const context = contextOf(canvas, width, height);
    context.fillStyle = colours().types[RECONSOLIDATION];
    // Many points show their density, few are plain to see.
    context.globalAlpha = Math.min(0.9, Math.max(0.06, 15 / Math.sqrt(points.length)));
    const size = points.length > 2000 ? 2 : 4;
    for (let i = 0; i < points.length; i++) {
        context.fillRect(toX(windows[i]) - size / 2, toY(plasticities[i]) - size / 2, size, size);
    }
    const left = events.length - points.length;
    place.replaceChildren(html('div', {class: 'layers'}, chart, canvas), html('p', {class: 'quiet'},
        `${count(points.length, 'event')}; mean window position ${figure(meanOf(windows))}, `
            + `mean plasticity ${figure(meanOf(plasticities))}`
            + (left > 0 ? `; ${count(left)} left out, being no number` : '')));
}
