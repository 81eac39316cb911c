// Search on pages that are opened from the disk: a browser starts no Worker there, so its script runs in a hidden frame.
// The theme looks for this class by its name (IFrameWorker) and asks it what it would ask a Worker.
class IFrameWorker extends EventTarget {
  constructor(url) {
    super()
    this.ready = new Promise(done => {
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.srcdoc = "<!doctype html><title>Search</title>"
      frame.onload = () => {
        const inside = frame.contentWindow
        inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
        inside.importScripts = async (...urls) => { for (const one of urls) await added(inside, one) }
        added(inside, url).then(() => done(inside))
      }
      document.documentElement.append(frame)
    })
  }

  async postMessage(data) {
    const inside = await this.ready
    inside.dispatchEvent(new inside.MessageEvent("message", { data }))
  }
}

function added(inside, url) {
  return new Promise((done, failed) => {
    const script = inside.document.createElement("script")
    script.onload = done
    script.onerror = failed
    script.src = url
    inside.document.body.append(script)
  })
}

if (location.protocol === "file:") {
  window.IFrameWorker = IFrameWorker
  window.Worker = IFrameWorker
}
