// Plots of our own: SVG where marks are few, canvas where they are many.

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = {left: 46, right: 10, top: 8, bottom: 34};

function svg(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) {
        element.setAttribute(key, typeof value === 'number' ? Number(value.toFixed(2)) : value);
    }
    element.append(...children);
    return element;
}

function html(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
        if (key.startsWith('on')) {
            element.addEventListener(key.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(key, value === true ? '' : value);
        }
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
}

function byId(id) {
    return document.getElementById(id);
}

function empty(text) {
    return html('p', {class: 'empty'}, text);
}

function widthOf(element) {
    return Math.max(240, element.clientWidth || 600);
}

/** Round numbers between two, about so many. */
function ticks(low, high, wanted) {
    if (!(high > low)) {
        return [low];
    }
    const raw = (high - low) / wanted;
    const decade = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(factor => factor * decade).find(one => one >= raw * 0.999);
    const found = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
        found.push(Number((i * step).toPrecision(12)));
    }
    return found;
}

/** The frame of a chart: axes with ticks, and functions from values to places. */
function frame(element, height, label, x, y) {
    const width = widthOf(element);
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    const chart = svg('svg', {viewBox: `0 0 ${width} ${height}`, height, role: 'img', 'aria-label': label});
    const toX = value => MARGIN.left + (value - x.low) / (x.high - x.low || 1) * (right - MARGIN.left);
    const toY = value => bottom - (value - y.low) / (y.high - y.low || 1) * (bottom - MARGIN.top);
    for (const tick of ticks(y.low, y.high, 4)) {
        chart.append(svg('line', {class: 'grid', x1: MARGIN.left, x2: right, y1: toY(tick), y2: toY(tick)}),
            svg('text', {x: MARGIN.left - 6, y: toY(tick) + 4, 'text-anchor': 'end'}, (y.text || figure)(tick)));
    }
    for (const tick of x.ticks || ticks(x.low, x.high, Math.max(2, Math.floor(width / 90)))) {
        const atEnd = toX(tick) > right - 16;
        chart.append(svg('text', {x: atEnd ? width - 1 : toX(tick), y: bottom + 15,
            'text-anchor': atEnd ? 'end' : 'middle'}, (x.text || figure)(tick)));
    }
    if (x.name) {
        chart.append(svg('text', {x: (MARGIN.left + right) / 2, y: height - 4, 'text-anchor': 'middle'}, x.name));
    }
    return {chart, toX, toY, bottom, right, width};
}

/** Colours and names below a chart. */
function legend(entries) {
    return html('p', {class: 'quiet'}, ...entries.flatMap(([key, name, shape]) => {
        const mark = svg('svg', {width: 14, height: 12, viewBox: '0 0 14 12', 'aria-hidden': 'true'});
        mark.style.display = 'inline-block';
        mark.style.width = '14px';
        mark.append(svg('g', {class: key}, (shape || SQUARE)(7, 6)));
        return [mark, ' ' + name + '   '];
    }));
}

const SQUARE = (x, y) => svg('rect', {class: 'fill', x: x - 5, y: y - 5, width: 10, height: 10, rx: 2});
const SHAPES = [
    (x, y) => svg('circle', {class: 'fill', cx: x, cy: y, r: 4}),
    (x, y) => svg('rect', {class: 'fill', x: x - 3.6, y: y - 3.6, width: 7.2, height: 7.2}),
    (x, y) => svg('path', {class: 'fill', d: `M${x} ${y - 5}l5 9h-10z`})
];

/** A line through points. */
function path(points) {
    return svg('path', {class: 'stroke',
        d: points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')});
}

/** A canvas made ready to draw on, in CSS pixels. */
function contextOf(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = height + 'px';
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
}

/** The colours of the theme in force. */
function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue('--' + name).trim();
    return {of, types: TYPES.map(type => of(type.key)), ink: of('ink'), quiet: of('quiet'), line: of('line'),
        faint: of('faint'), panel: of('panel'), chosen: of('chosen'), edge: of('chosen-edge')};
}

/** The ends of finite numbers in lists; 0 to 1 if they lie within, which most of ours do. */
function extent(lists) {
    let low = 0;
    let high = 1;
    for (const list of lists) {
        for (const value of list) {
            if (value < low && Number.isFinite(value)) {
                low = value;
            } else if (value > high && Number.isFinite(value)) {
                high = value;
            }
        }
    }
    return {low, high};
}

function valuesOf(events) {
    return Float32Array.from(events, event => trace.value[event]);
}

/** The mean of those that are numbers; NaN if none is. */
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
