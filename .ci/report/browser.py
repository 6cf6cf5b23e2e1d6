"""A headless Chromium, driven over a pipe by the DevTools protocol, with nothing but Python's own library."""
import base64
import json
import os
import select
import shutil
import subprocess
import time

NAMES = ('chromium', 'chromium-browser', 'google-chrome')


def find():
    """The browser to be had here, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One page in one browser. Keeps what the page logged and what it asked the network for."""

    def __init__(self, program, folder, patience=120):
        self.patience = patience
        self.buffer = b''
        self.number = 0
        self.logged = []
        self.requests = []
        self.loaded = 0
        to_read, self.to = os.pipe()
        self.back, to_write = os.pipe()

        def place():
            # Past both first, so that neither is overwritten before it was copied.
            one, other = os.dup(to_read), os.dup(to_write)
            os.dup2(one, 3)
            os.dup2(other, 4)

        self.log = open(os.path.join(folder, 'browser.log'), 'wb')
        self.process = subprocess.Popen(
            [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
             '--disable-background-networking', '--disable-component-update', '--hide-scrollbars',
             '--user-data-dir=' + os.path.join(folder, 'profile'), '--remote-debugging-pipe', 'about:blank'],
            preexec_fn=place, close_fds=False, stdout=self.log, stderr=self.log)
        os.close(to_read)
        os.close(to_write)
        self.session = None
        target = next(one for one in self.call('Target.getTargets')['targetInfos'] if one['type'] == 'page')
        self.session = self.call('Target.attachToTarget', targetId=target['targetId'], flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(domain + '.enable')

    def close(self):
        os.close(self.to)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.back)
        self.log.close()

    def call(self, method, **parameters):
        self.number += 1
        number = self.number
        message = {'id': number, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.to, data):]
        while True:
            answer = self.next()
            if answer.get('id') == number:
                if 'error' in answer:
                    raise RuntimeError(method + ': ' + answer['error']['message'])
                return answer['result']

    def next(self):
        end = time.monotonic() + self.patience
        while b'\0' not in self.buffer:
            ready, _, _ = select.select([self.back], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise RuntimeError('the browser said nothing for %d s' % self.patience)
            more = os.read(self.back, 1 << 20)
            if not more:
                raise RuntimeError('the browser ended')
            self.buffer += more
        text, _, self.buffer = self.buffer.partition(b'\0')
        message = json.loads(text)
        self.note(message.get('method'), message.get('params', {}))
        return message

    def note(self, method, parameters):
        if method == 'Runtime.exceptionThrown':
            details = parameters['exceptionDetails']
            self.logged.append(details.get('exception', {}).get('description') or details['text'])
        elif method == 'Runtime.consoleAPICalled':
            self.logged.append(' '.join(str(one.get('value')) for one in parameters['args']))
        elif method == 'Log.entryAdded':
            self.logged.append(parameters['entry']['text'])
        elif method == 'Network.requestWillBeSent':
            self.requests.append(parameters['request']['url'])
        elif method == 'Page.loadEventFired':
            self.loaded += 1

    def js(self, expression):
        result = self.call('Runtime.evaluate', expression=expression, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in result:
            thrown = result['exceptionDetails'].get('exception', {})
            raise RuntimeError('%s: %s' % (expression, thrown.get('description')))
        return result['result'].get('value')

    def size(self, width, height, mobile=False):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def scheme(self, name):
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': name}])

    def open(self, url):
        """Opens a page afresh, and returns once it drew itself."""
        # From another page: to a mere fragment of the same one would load nothing.
        for one in ('about:blank', url):
            before = self.loaded
            self.call('Page.navigate', url=one)
            while self.loaded == before:
                self.next()
        self.wait('document.documentElement.dataset.ready === "true"')

    def wait(self, condition):
        end = time.monotonic() + self.patience
        while not self.js(condition):
            if time.monotonic() > end:
                raise RuntimeError('did not come true: %s; the page logged %r' % (condition, self.logged))
            # One frame of the page, and not a guess at how long it takes.
            self.js('new Promise(done => setTimeout(done, 20))')

    def mouse(self, kind, x, y, **more):
        self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, **more)

    def drag(self, from_x, to_x, y):
        self.mouse('mouseMoved', from_x, y)
        self.mouse('mousePressed', from_x, y, button='left', clickCount=1)
        for part in (0.3, 0.7, 1):
            self.mouse('mouseMoved', from_x + (to_x - from_x) * part, y, button='left', buttons=1)
        self.mouse('mouseReleased', to_x, y, button='left', clickCount=1)

    def key(self, key, code, number):
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=key, code=code, windowsVirtualKeyCode=number)

    def box(self, selector):
        return self.js('(() => { const e = document.querySelector(%s); e.scrollIntoView({block: "center", behavior: '
                       '"instant"}); const r = e.getBoundingClientRect(); return {x: r.x, y: r.y, width: r.width, '
                       'height: r.height}; })()' % json.dumps(selector))

    def screenshot(self, path, whole=True):
        picture = self.call('Page.captureScreenshot', format='png', captureBeyondViewport=whole,
                            **({'clip': self.page_box()} if whole else {}))
        with open(path, 'wb') as out:
            out.write(base64.b64decode(picture['data']))

    def page_box(self):
        size = self.call('Page.getLayoutMetrics')['cssContentSize']
        return {'x': 0, 'y': 0, 'width': size['width'], 'height': size['height'], 'scale': 1}
