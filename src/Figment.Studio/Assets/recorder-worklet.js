// Passes on what the microphone hears, block by block, and makes no sound itself.
"use strict";

registerProcessor("figment-recorder", class extends AudioWorkletProcessor {
  process([[heard]]) {
    if (heard) this.port.postMessage(heard.slice());
    return true;
  }
});
