"""Opens reports in a browser and holds what they show to the events they were made of."""
import json
import os
import sys
import urllib.parse

import browser

MAX_BYTES = 15_000_000

work, pictures = sys.argv[1], sys.argv[2]
passed = 0
failed = 0


def check(what, good, found=''):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print('FAILED: %s: %s' % (what, found), file=sys.stderr)


def equal(what, expected, found):
    check(what, expected == found, 'expected %r, found %r' % (expected, found))


def url(name, **fragment):
    address = 'file://' + os.path.join(work, name)
    return address + ('#' + urllib.parse.urlencode(fragment) if fragment else '')


def data(page, name, of='html'):
    return page.js('document.querySelector(%s).dataset[%s]' % (json.dumps(of), json.dumps(name)))


def selected(page):
    return int(data(page, 'selected'))


def shot(page, name, whole=True):
    if pictures:
        os.makedirs(pictures, exist_ok=True)
        page.screenshot(os.path.join(pictures, name + '.png'), whole)


def test_counts(page, events):
    page.open(url('demo.html'))
    equal('events', len(events), int(data(page, 'events')))
    equal('chosen at first', len(events), selected(page))
    paint = page.js('performance.getEntriesByName("first-contentful-paint")[0].startTime')
    print('first paint %.0f ms, timeline drawn %s ms, %d bytes' % (
        paint, data(page, 'painted'), os.path.getsize(os.path.join(work, 'demo.html'))))
    check('size', os.path.getsize(os.path.join(work, 'demo.html')) < MAX_BYTES)
    primings = {(one['source_node'], one['target_node']) for one in events if one['event_type'] == 'priming'}
    equal('edges', len(primings), int(data(page, 'edges', '#activation')))
    lures = {one['critical_lure'] for one in events if one['event_type'] == 'false_memory'}
    equal('lures', len(lures), int(data(page, 'lures', '#recall')))
    equal('interferences', sum(one['event_type'] == 'interference' for one in events),
          int(data(page, 'events', '#interference')))
    equal('reconsolidations', sum(one['event_type'] == 'reconsolidation' for one in events),
          int(data(page, 'events', '#reconsolidation')))
    equal('missing', '0', data(page, 'missing', '#losses'))
    check('words', page.js('[...document.querySelectorAll("#recall td:first-child")]'
                           '.every(cell => /^[a-z ]+$/.test(cell.textContent))'))
    check('pixels', page.js('''(() => {
        const canvas = document.getElementById('lanes-canvas');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(pixels.buffer)).size > 20;
    })()'''))


def test_address(page, events):
    times = sorted(int(one['time_unix_nano']) for one in events)
    begin, end = times[20_000], times[60_000]
    wanted = [one for one in events if one['event_type'] in ('priming', 'false_memory')
              and begin <= int(one['time_unix_nano']) < end]
    page.open(url('demo.html', type='priming,false_memory', **{'from': begin, 'to': end}))
    equal('chosen by address', len(wanted), selected(page))
    equal('lures by address', len({one['critical_lure'] for one in wanted if one['event_type'] == 'false_memory'}),
          int(data(page, 'lures', '#recall')))
    equal('interferences by address', '0', data(page, 'events', '#interference'))
    check('boxes', page.js('[...document.querySelectorAll("#types input")].map(box => box.checked).join()')
          == 'true,false,false,true')
    # The address changes while the page is open.
    one = next(one for one in events if one.get('correlation_id'))
    page.js('location.hash = %s' % json.dumps('#correlation=' + one['correlation_id']))
    page.wait('document.getElementById("correlation").value === %s' % json.dumps(one['correlation_id']))
    equal('chosen by correlation', sum(other.get('correlation_id') == one['correlation_id'] for other in events),
          selected(page))
    equal('chosen by no known thread', 0, (page.open(url('demo.html', thread='no')), selected(page))[1])


def test_controls(page, events):
    page.open(url('demo.html'))
    page.js('document.querySelector("#types input").click()')
    equal('chosen without primings', sum(one['event_type'] != 'priming' for one in events), selected(page))
    check('address of types', 'type=interference,reconsolidation,false_memory' in page.js('location.hash'))
    page.js('''(() => { const text = document.getElementById('text'); text.value = '"sleep"';
        text.dispatchEvent(new Event('input')); })()''')
    page.wait('location.hash.includes("sleep")')
    found = selected(page)
    check('chosen by text', 0 < found < len(events), found)
    equal('lures by text', '1', data(page, 'lures', '#recall'))
    page.js('document.getElementById("reset").click()')
    equal('chosen after reset', len(events), selected(page))
    equal('address after reset', '', page.js('location.hash'))
    # Sorting: by name, up and down.
    names = 'JSON.stringify([...document.querySelectorAll("#recall td:first-child")].map(cell => cell.textContent))'
    page.js('document.querySelector("#recall [data-more]").click()')
    page.js('document.querySelector("#recall [data-column=\\"0\\"]").click()')
    up = json.loads(page.js(names))
    equal('sorted up', sorted(up), up)
    equal('aria-sort', 'ascending', page.js('document.querySelector("#recall th").getAttribute("aria-sort")'))
    page.js('document.querySelector("#recall [data-column=\\"0\\"]").click()')
    equal('sorted down', up[::-1], json.loads(page.js(names)))
    before = page.js('document.querySelectorAll("#graph .node").length')
    page.js('''(() => { const nodes = document.getElementById('nodes'); nodes.value = 10;
        nodes.dispatchEvent(new Event('input')); })()''')
    page.wait('document.querySelectorAll("#graph .node").length === 10')
    check('fewer nodes', before > 10, before)
    page.js('document.getElementById("events").open = true')
    page.wait('document.querySelectorAll("#events-table tbody tr").length === 25')


def test_pointer_and_keys(page, events):
    page.open(url('demo.html'))
    box = page.box('#lanes-canvas')
    y = box['y'] + box['height'] / 2
    page.drag(box['x'] + box['width'] * 0.5, box['x'] + box['width'] * 0.75, y)
    page.wait('location.hash.includes("from=")')
    times = [int(one['time_unix_nano']) for one in events]
    begin, span = min(times), max(times) - min(times)
    near = [sum(begin + span * (0.5 + off) <= time < begin + span * (0.75 - off) for time in times)
            for off in (0.003, -0.003)]
    check('brushed', near[0] <= selected(page) <= near[1], '%d, not %r' % (selected(page), near))
    address = page.js('location.hash')
    page.open(url('demo.html') + address)
    check('brushed by address', near[0] <= selected(page) <= near[1], selected(page))
    shot(page, 'brushed')
    page.js('document.getElementById("lanes-canvas").focus()')
    page.key('.', 'Period', 190)
    page.wait('document.querySelector("#details dl") !== null')
    details = page.js('document.getElementById("details").textContent')
    check('details', 'engram-demo' in details and 'position' in details, details)
    first = page.js('document.querySelector("#details dl").textContent')
    page.key('.', 'Period', 190)
    check('next event', page.js('document.querySelector("#details dl").textContent') != first)
    page.key(',', 'Comma', 188)
    equal('event before', first, page.js('document.querySelector("#details dl").textContent'))
    page.key('Escape', 'Escape', 27)
    equal('chosen after Escape', len(events), selected(page))
    box = page.box('#lanes-canvas')
    x, y = box['x'] + box['width'] / 2, box['y'] + box['height'] / 2
    for _ in range(8):
        page.mouse('mouseWheel', x, y, deltaX=0, deltaY=-120)
    page.js('document.getElementById("lanes-canvas").focus()')
    page.key('Enter', 'Enter', 13)
    page.wait('location.hash.includes("from=")')
    check('zoomed by wheel', 0 < selected(page) < len(events) * 0.6, selected(page))


def test_looks(page):
    for scheme, ground in (('light', 'rgb(246, 247, 249)'), ('dark', 'rgb(16, 20, 27)')):
        page.scheme(scheme)
        page.open(url('demo.html'))
        equal('ground in ' + scheme, ground, page.js('getComputedStyle(document.body).backgroundColor'))
        shot(page, scheme)
        other = 'light' if scheme == 'dark' else 'dark'
        page.js('document.getElementById("theme").click()')
        if scheme == 'light':
            page.js('document.getElementById("theme").click()')
        check('theme by toggle', 'theme=' + other in page.js('location.hash'))
        check('ground by toggle', page.js('getComputedStyle(document.body).backgroundColor') != ground)
    page.scheme('light')
    page.size(360, 740, True)
    page.open(url('demo.html'))
    equal('no wider than the screen', 360, page.js('document.documentElement.scrollWidth'))
    shot(page, 'narrow')
    page.size(1280, 900)


def test_names(page):
    """Whatever one can act on has a name that is read out."""
    page.open(url('demo.html'))
    page.js('document.querySelectorAll("details").forEach(one => one.open = true)')
    roles = ('button', 'checkbox', 'combobox', 'searchbox', 'slider', 'region', 'application', 'img', 'group')
    nodes = page.call('Accessibility.getFullAXTree')['nodes']
    nameless = [one['role']['value'] for one in nodes if not one['ignored'] and one['role']['value'] in roles[:8]
                and not one.get('name', {}).get('value')]
    equal('without a name', [], nameless)
    check('tables', page.js('[...document.querySelectorAll("table")].every(one => one.caption.textContent)'))


def test_hostile(page):
    page.open(url('hostile.html'))
    equal('hostile events', 12, selected(page))
    equal('elements that broke out', 0, page.js('document.querySelectorAll("img").length'))
    equal('missing positions', '3', data(page, 'missing', '#losses'))
    page.js('document.getElementById("lanes-canvas").focus()')
    for _ in range(4):
        page.key('.', 'Period', 190)
        page.wait('document.querySelector("#details dl") !== null')
    text = page.js('document.getElementById("details").textContent')
    check('largest correlation id', str(2 ** 64 - 1) in text, text)
    check('label as text', '</script><img' in text, text)
    page.open(url('hostile.html', text=str(2 ** 64 - 1)))
    equal('chosen by the largest id', 9, selected(page))
    page.open(url('hostile.html', correlation='0xffffffffffffffff'))
    equal('chosen by the largest correlation', 12, selected(page))
    shot(page, 'hostile')


def test_none(page):
    page.open(url('none.html'))
    equal('no events', ('0', 0), (data(page, 'events'), selected(page)))
    shot(page, 'none')


with open(os.path.join(work, 'demo.json'), encoding='utf-8') as file:
    events = json.load(file)['events']
page = browser.Browser(browser.find(), work)
try:
    page.size(1280, 900)
    page.scheme('light')
    test_counts(page, events)
    test_address(page, events)
    test_controls(page, events)
    test_pointer_and_keys(page, events)
    test_looks(page)
    test_names(page)
    test_hostile(page)
    test_none(page)
    equal('logged', [], page.logged)
    equal('asked of the network', [], [one for one in page.requests if not one.startswith('file://' + work)])
    check('opened', len(page.requests) > 10, page.requests)
finally:
    page.close()
print('report in a browser: %d checks passed, %d failed' % (passed, failed))
sys.exit(1 if failed else 0)
