// Sends files in pieces: a lost connection is waited for, and the server says where to go on from.

import { Refusal } from "../page/api.js";
import { formToken, isOver, signInAgain } from "../page/session.js";
import { say } from "../page/words.js";

const LONGEST_WAIT_S = 15;
const STALLED_AFTER_MS = 30_000;

class LostError extends Error {}
export class CancelledError extends Error {}

/**
 * Sends the `files` (File objects, in the order of `upload.files`). `tell` is called with
 * {sent, size, waiting, paused}, sizes in bytes, whenever something changes.
 */
export class Sender {
  constructor(upload, files, pieceBytes, tell) {
    this.upload = upload;
    this.files = files;
    this.pieceBytes = pieceBytes;
    this.tell = tell;
    this.arrived = upload.files.map((file) => file.received);
    this.cancelled = false;
    this.paused = false;
    this.request = null;
  }

  get size() {
    return this.upload.files.reduce((sum, file) => sum + file.size, 0);
  }

  /** Resolves when everything has arrived; rejects with a Refusal, or a CancelledError. */
  async run() {
    for (let number = 0; number < this.files.length; number += 1) {
      while (this.arrived[number] < this.files[number].size) await this.#piece(number);
    }
  }

  cancel() {
    this.cancelled = true;
    this.request?.abort();
    this.wake?.();
  }

  pause(paused) {
    this.paused = paused;
    if (paused) this.request?.abort();
    else this.wake?.();
    this.#told(0, false);
  }

  async #piece(number) {
    for (let tries = 0; ; tries += 1) {
      while (this.paused && !this.cancelled) await this.#woken();
      if (this.cancelled) throw new CancelledError();
      const from = this.arrived[number];
      const piece = this.files[number].slice(from, from + this.pieceBytes);
      try {
        this.arrived[number] = await this.#put(number, from, piece);
        this.#told(0, false);
        return;
      } catch (cause) {
        if (cause instanceof Refusal && (await isOver()) && (await signInAgain())) continue;
        if (!(cause instanceof LostError)) throw cause;
        if (this.cancelled || this.paused) continue;
        await this.#readable(number, from);
        this.#told(0, true);
        await this.#pause(Math.min(2 ** tries, LONGEST_WAIT_S));
      }
    }
  }

  /** A file that is gone or was changed looks like a lost connection, and would be waited for in vain. */
  async #readable(number, from) {
    try {
      await this.files[number].slice(from, from + 1).arrayBuffer();
    } catch {
      const { name } = this.upload.files[number];
      throw new Refusal(say("up_file_gone", { name }), say("up_file_gone_fix"), "file-gone");
    }
  }

  #told(underway, waiting) {
    const sent = this.arrived.reduce((sum, bytes) => sum + bytes, 0) + underway;
    this.tell({ sent, size: this.size, waiting, paused: this.paused });
  }

  #put(number, from, piece) {
    const address = `/api/v1/uploads/${this.upload.id}/files/${number}?offset=${from}`;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      let stalled;
      const watch = () => {
        clearTimeout(stalled);
        stalled = setTimeout(() => request.abort(), STALLED_AFTER_MS);
      };
      const lost = () => reject(new LostError());
      request.open("PUT", address);
      request.responseType = "json";
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-CSRFToken", formToken());
      request.upload.onprogress = (event) => {
        watch();
        this.#told(event.loaded, false);
      };
      request.onerror = request.onabort = lost;
      request.onload = () => answered(request, resolve, reject);
      request.onloadend = () => clearTimeout(stalled);
      watch();
      request.send(piece);
    });
  }

  #woken() {
    return new Promise((resolve) => (this.wake = resolve));
  }

  /** Some seconds, less when the network is back or the whole is cancelled. */
  #pause(seconds) {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        removeEventListener("online", over);
        resolve();
      };
      const timer = setTimeout(over, seconds * 1000);
      addEventListener("online", over);
      this.wake = over;
    });
  }
}

function answered(request, resolve, reject) {
  const body = request.response ?? {};
  const goesOn = request.status === 200 || (request.status === 409 && body.code === "upload-offset");
  // Behind a proxy these say that the server is being started again, or asks for patience; what says
  // that all is well without a number comes from something else in between.
  const lost = [429, 502, 503, 504].includes(request.status);
  if (goesOn && Number.isInteger(body.received)) resolve(body.received);
  else if (lost || goesOn) reject(new LostError());
  else reject(new Refusal(body.title ?? String(request.status), body.detail ?? "", body.code ?? ""));
}
