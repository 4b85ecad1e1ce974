// Stills from the camera while a button is held. Nothing leaves the page but stills that the visitor takes.
'use strict';

const pause = 200;
let stream = null,
  leave = null,
  visit = 0,
  isHeld = false;

// The reason why there is no camera, as a keyword; "" if there is one.
export async function open(root, component, side) {
  close();
  const mine = visit;
  if (!navigator.mediaDevices?.getUserMedia) return 'insecure'; // browsers give it to loopback and HTTPS only
  try {
    const opened = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 480 }, height: { ideal: 480 }, frameRate: { ideal: 15 } },
    });
    if (mine !== visit) {
      opened.getTracks().forEach(track => track.stop());
      return '';
    } // whoever allowed it has left
    stream = opened;
    const video = root.querySelector('video');
    video.srcObject = stream;
    await video.play();
    stream.getTracks().forEach(
      track =>
        (track.onended = () => {
          if (mine === visit) {
            close();
            component.invokeMethodAsync('Lost').catch(() => {});
          }
        }),
    );
    hold(root.querySelector('#take'), video, component, side);
    return '';
  } catch (problem) {
    close();
    return problem.name === 'NotAllowedError'
      ? 'denied'
      : problem.name === 'NotFoundError'
        ? 'missing'
        : String(problem.message ?? problem);
  }
}

export function close() {
  visit++;
  isHeld = false;
  leave?.abort();
  stream?.getTracks().forEach(track => track.stop());
  stream = null;
}

function hold(button, video, component, side) {
  leave = new AbortController();
  const listen = (event, act) => button.addEventListener(event, act, { signal: leave.signal });
  let isBusy = false;
  const begin = async () => {
    isHeld = true;
    if (isBusy) return;
    isBusy = true;
    do {
      const goesOn = await component.invokeMethodAsync('Taken', still(video, side)).catch(() => false);
      if (!goesOn) isHeld = false;
      if (isHeld) await new Promise(resolve => setTimeout(resolve, pause));
    } while (isHeld && stream);
    isBusy = false;
  };
  const release = () => {
    isHeld = false;
  };
  listen('pointerdown', event => {
    if (event.button === 0) {
      button.setPointerCapture(event.pointerId);
      begin();
    }
  });
  for (const event of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur']) listen(event, release);
  listen('keydown', event => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (!event.repeat) begin();
    }
  });
  listen('keyup', release);
  listen('contextmenu', event => event.preventDefault()); // a finger that stays
}

// The middle square, as red, green and blue, one plane after the other.
function still(video, side) {
  const canvas = document.createElement('canvas'),
    paper = canvas.getContext('2d', { willReadFrequently: true }),
    square = Math.min(video.videoWidth, video.videoHeight);
  canvas.width = canvas.height = side;
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(video, (video.videoWidth - square) / 2, (video.videoHeight - square) / 2, square, square, 0, 0, side, side);
  const { data } = paper.getImageData(0, 0, side, side),
    bytes = new Uint8Array(3 * side * side);
  for (let k = 0; k < side * side; k++)
    for (let channel = 0; channel < 3; channel++) bytes[channel * side * side + k] = data[4 * k + channel];
  return bytes;
}
