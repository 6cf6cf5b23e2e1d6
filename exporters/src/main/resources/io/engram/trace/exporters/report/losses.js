// Rates, sampling and losses: how much of what happened these events are.

function showRates() {
    const place = byId('rates');
    const [from, to] = range();
    if (selected.length === 0 || to <= from) {
        place.replaceChildren(empty(selected.length === 0 ? 'There are no events to count.'
            : 'All events are of one moment.'));
        return;
    }
    const buckets = Math.max(10, Math.min(160, Math.floor(widthOf(place) / 7)));
    const nanos = (to - from) / buckets;
    const perSecond = NANOS_PER_SECOND / nanos;
    const rates = TYPES.map(() => new Float64Array(buckets));
    for (const event of selected) {
        const bucket = Math.floor((trace.time[event] - from) / nanos);
        rates[trace.type[event]][Math.min(buckets - 1, Math.max(0, bucket))] += perSecond;
    }
    const {chart, toX, toY} = frame(place, 220, 'Events per second of each type over time',
        {low: from, high: to, name: 'since the first event', text: value => '+' + duration(value),
            ticks: timeTicks(from, to, Math.max(2, Math.floor(widthOf(place) / 120)))},
        {...extent(rates), text: short});
    const present = TYPES.filter((type, i) => rates[i].some(rate => rate > 0));
    for (const type of present) {
        const points = Array.from(rates[TYPES.indexOf(type)], (rate, i) => [toX(from + (i + 0.5) * nanos), toY(rate)]);
        chart.append(svg('g', {class: type.key}, path(points)));
    }
    place.replaceChildren(chart, legend(present.map(type => [type.key, type.name])),
        html('p', {class: 'quiet'}, 'Counted per ' + duration(nanos)));
}

function showSampling() {
    const events = new Map();
    for (const event of selected) {
        const key = trace.type[event] * trace.rates.length + trace.rate[event];
        events.set(key, (events.get(key) || 0) + 1);
    }
    const rows = [...events].sort((a, b) => a[0] - b[0]).map(([key, number]) => ({
        type: Math.floor(key / trace.rates.length), rate: trace.rates[key % trace.rates.length], events: number}));
    showTable('sampling-table', 'Sample rates in force when the chosen events were recorded', [
        {name: 'Type', value: row => TYPES[row.type].name},
        {name: 'Rate', number: true, value: row => row.rate},
        {name: 'Events', number: true, whole: true, value: row => row.events},
        {name: 'Stand for about', number: true, whole: true,
            value: row => row.rate > 0 ? Math.round(row.events / row.rate) : NaN}
    ], rows);
}

/** Positions that no event has, between the first and the last that each thread has within the range. */
function missingInRange() {
    const first = new Float64Array(trace.threads.length).fill(Infinity);
    const last = new Float64Array(trace.threads.length).fill(-Infinity);
    const events = new Float64Array(trace.threads.length);
    const begin = firstIndex(trace.count, i => trace.time[i] >= state.from);
    for (let event = begin; event < trace.count && trace.time[event] < state.to; event++) {
        const thread = trace.thread[event];
        first[thread] = Math.min(first[thread], trace.position[event]);
        last[thread] = Math.max(last[thread], trace.position[event]);
        events[thread]++;
    }
    return events.reduce((sum, seen, thread) =>
        sum + (seen > 0 ? Math.max(0, last[thread] - first[thread] + 1 - seen) : 0), 0);
}

function sumOf(counts) {
    return Object.values(counts).reduce((sum, events) => sum + BigInt(events), 0n);
}

function readable(reason) {
    return reason.replaceAll('_', ' ');
}

/** Losses of accounts, which carry no times: by reason, all types together. */
function lossesOf(accounts) {
    const sums = new Map();
    const add = (reason, events) => sums.set(reason, (sums.get(reason) || 0n) + BigInt(events));
    for (const account of accounts) {
        add('overwritten', account.overwritten);
        Object.entries(account.rejected).forEach(([reason, events]) => add('rejected: ' + readable(reason), events));
        Object.entries(account.discarded).forEach(([reason, events]) => add('discarded: ' + readable(reason), events));
    }
    return [...sums].map(([reason, events]) => ({reason, events, scope: 'whole trace, chosen types'}));
}

function showLosses() {
    const rows = [];
    if (trace.raw.complete) {
        const missing = missingInRange();
        byId('losses').dataset.missing = missing;
        rows.push({reason: 'missing between positions', events: BigInt(missing),
            scope: 'range of time, all types and threads'});
    }
    const accounts = TYPES.filter((type, i) => state.types >> i & 1 && trace.raw.accounts[type.key])
        .map(type => ({type, ...trace.raw.accounts[type.key]}));
    rows.push(...lossesOf(accounts));
    for (const [reason, events] of Object.entries(trace.raw.lost)) {
        rows.push({reason: 'told in the file: ' + readable(reason), events: BigInt(events), scope: 'whole trace'});
    }
    showTable('losses-table', 'Events by reason', [
        {name: 'Reason', value: row => row.reason, wrap: true},
        {name: 'Events', number: true, value: row => count(row.events)},
        {name: 'Of', value: row => row.scope, wrap: true}
    ], rows, {fixed: true, none: 'Not known: these are chosen events, without the accounts of their tracer.'});
    showAccounts(accounts);
}

function showAccounts(accounts) {
    byId('accounts').hidden = accounts.length === 0;
    const column = (name, value) => ({name, number: true, value: account => count(value(account))});
    const plain = (name, key) => column(name, account => BigInt(account[key]));
    showTable('accounts', 'Accounts of the tracer, over the whole trace: they carry no times', [
        {name: 'Type', value: account => account.type.name},
        plain('Observed', 'observed'), plain('Sampled out', 'sampledOut'),
        column('Rejected', account => sumOf(account.rejected)),
        plain('Recorded', 'recorded'), plain('Exported', 'exported'), plain('Overwritten', 'overwritten'),
        column('Discarded', account => sumOf(account.discarded)),
        plain('In ring', 'inRing'), plain('In collector', 'inCollector')
    ], accounts, {fixed: true});
}
