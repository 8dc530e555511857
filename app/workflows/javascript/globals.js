// What a script finds beside the language itself, and the one door through which it is run.
// Evaluated once in every fresh global, before any script.
(() => {
  "use strict";
  const { parse, stringify } = JSON;
  const CONSOLE_LINES = 100;
  const CONSOLE_LENGTH = 10000;
  const HEADER_LINES = 2; // that Function() puts before a body

  for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics", "setTimeout", "clearTimeout"])
    globalThis[name] = undefined; // some cannot be deleted

  // -- Buffer: the part of Node's that scripts use

  const utf8 = {
    encode(text) {
      const bytes = [];
      for (const character of text.toWellFormed?.() ?? text) {
        const code = character.codePointAt(0);
        if (code < 0x80) bytes.push(code);
        else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
        else if (code < 0x10000)
          bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
        else
          bytes.push(
            0xf0 | (code >> 18),
            0x80 | ((code >> 12) & 63),
            0x80 | ((code >> 6) & 63),
            0x80 | (code & 63),
          );
      }
      return bytes;
    },
    decode(bytes) {
      const parts = [];
      for (let at = 0; at < bytes.length; ) {
        const first = bytes[at];
        const more = first < 0x80 ? 0 : first >> 5 === 6 ? 1 : first >> 4 === 14 ? 2 : first >> 3 === 30 ? 3 : -1;
        let code = more < 1 ? first : first & (0x3f >> more);
        let good = more >= 0;
        for (let next = 1; good && next <= more; next++) {
          good = (bytes[at + next] & 0xc0) === 0x80;
          code = (code << 6) | (bytes[at + next] & 63);
        }
        good &&= code >= [0, 0x80, 0x800, 0x10000][more] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        parts.push(good ? String.fromCodePoint(code) : "\ufffd");
        at += good ? more + 1 : 1;
      }
      return parts.join("");
    },
  };
  const latin1 = {
    encode: (text) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at) & 255),
    decode: (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""),
  };
  const ascii = { ...latin1, decode: (bytes) => latin1.decode(Array.from(bytes, (byte) => byte & 127)) };
  const hex = {
    encode: (text) => (/^([0-9a-f]{2})*/i.exec(text)[0].match(/../g) ?? []).map((pair) => parseInt(pair, 16)),
    decode: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
  const utf16le = {
    encode: (text) => Array.from(text.split(""), (unit) => [unit.charCodeAt(0) & 255, unit.charCodeAt(0) >> 8]).flat(),
    decode: (bytes) =>
      Array.from({ length: bytes.length >> 1 }, (_, at) =>
        String.fromCharCode(bytes[2 * at] | (bytes[2 * at + 1] << 8)),
      ).join(""),
  };
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const base64 = {
    encode(text) {
      const bytes = [];
      let bits = 0;
      let held = 0;
      for (const character of text.replace(/-/g, "+").replace(/_/g, "/")) {
        if (character === "=") break;
        const digit = DIGITS.indexOf(character);
        if (digit < 0) continue;
        held = ((held << 6) | digit) & 0xffffff;
        bits += 6;
        if (bits >= 8) {
          bits -= 8;
          bytes.push((held >> bits) & 255);
        }
      }
      return bytes;
    },
    decode(bytes) {
      const parts = [];
      for (let at = 0; at < bytes.length; at += 3) {
        const held = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
        parts.push(DIGITS[held >> 18], DIGITS[(held >> 12) & 63]);
        parts.push(at + 1 < bytes.length ? DIGITS[(held >> 6) & 63] : "=");
        parts.push(at + 2 < bytes.length ? DIGITS[held & 63] : "=");
      }
      return parts.join("");
    },
  };
  const base64url = {
    ...base64,
    decode: (bytes) => base64.decode(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, ""),
  };
  const ENCODINGS = {
    __proto__: null,
    utf8, "utf-8": utf8, latin1, binary: latin1, ascii, hex, base64, base64url,
    utf16le, "utf-16le": utf16le, ucs2: utf16le, "ucs-2": utf16le,
  };

  const encoding = (name = "utf8") => {
    const found = ENCODINGS[String(name).toLowerCase()];
    if (!found) throw new TypeError(`Unknown encoding: ${name}`);
    return found;
  };

  class Buffer extends Uint8Array {
    static from(value, second, length) {
      if (typeof value === "string") return bufferOf(encoding(second).encode(value));
      if (value instanceof ArrayBuffer) return new Buffer(value, second, length);
      if (value?.type === "Buffer" && Array.isArray(value.data)) return bufferOf(value.data);
      if (value == null || typeof value !== "object")
        throw new TypeError("Buffer.from() takes a string, an array, an ArrayBuffer or a Buffer");
      return bufferOf(Array.from(value));
    }
    static alloc(size, fill = 0, name = "utf8") {
      const buffer = new Buffer(size);
      return fill === 0 ? buffer : buffer.fill(fill, 0, size, name);
    }
    static allocUnsafe(size) {
      return new Buffer(size);
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static isEncoding(name) {
      return String(name).toLowerCase() in ENCODINGS;
    }
    static byteLength(value, name) {
      return typeof value === "string" ? encoding(name).encode(value).length : value.byteLength;
    }
    static compare(a, b) {
      return Buffer.prototype.compare.call(a, b);
    }
    static concat(list, total = list.reduce((sum, one) => sum + one.length, 0)) {
      const joined = new Buffer(total);
      let at = 0;
      for (const one of list) {
        joined.set(one.subarray(0, Math.max(0, total - at)), at);
        at += one.length;
        if (at >= total) break;
      }
      return joined;
    }
    toString(name, start = 0, end = this.length) {
      return encoding(name).decode(this.subarray(start, end));
    }
    toJSON() {
      return { type: "Buffer", data: Array.from(this) };
    }
    equals(other) {
      return this.length === other.length && this.every((byte, at) => byte === other[at]);
    }
    compare(other) {
      for (let at = 0; at < Math.min(this.length, other.length); at++)
        if (this[at] !== other[at]) return this[at] < other[at] ? -1 : 1;
      return Math.sign(this.length - other.length);
    }
    slice(start, end) {
      return this.subarray(start, end);
    }
    fill(value, start = 0, end = this.length, name = "utf8") {
      if (typeof value !== "string") return super.fill(value, start, end);
      const bytes = encoding(name).encode(value);
      for (let at = start; at < end; at++) this[at] = bytes.length ? bytes[(at - start) % bytes.length] : 0;
      return this;
    }
    write(text, at = 0, length = this.length - at, name = "utf8") {
      const bytes = encoding(name).encode(text).slice(0, Math.min(length, this.length - at));
      this.set(bytes, at);
      return bytes.length;
    }
    copy(target, to = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - to));
      target.set(part, to);
      return part.length;
    }
    indexOf(value, from = 0, name = "utf8") {
      if (typeof value === "number") return super.indexOf(value & 255, from);
      const bytes = typeof value === "string" ? encoding(name).encode(value) : value;
      for (let at = from; at + bytes.length <= this.length; at++)
        if (Array.prototype.every.call(bytes, (byte, next) => this[at + next] === byte)) return at;
      return -1;
    }
    includes(value, from, name) {
      return this.indexOf(value, from, name) >= 0;
    }
  }
  const bufferOf = (bytes) => {
    const buffer = new Buffer(bytes.length);
    buffer.set(bytes);
    return buffer;
  };
  const NUMBERS = [
    ["Int8", "Int8", 1], ["UInt8", "Uint8", 1],
    ["Int16", "Int16", 2], ["UInt16", "Uint16", 2], ["Int32", "Int32", 4], ["UInt32", "Uint32", 4],
    ["Float", "Float32", 4], ["Double", "Float64", 8],
    ["BigInt64", "BigInt64", 8], ["BigUInt64", "BigUint64", 8],
  ];
  for (const [name, kind, size] of NUMBERS)
    for (const order of size === 1 ? [""] : ["LE", "BE"]) {
      const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      const little = order === "LE";
      const read = function (at = 0) {
        return view(this)[`get${kind}`](at, little);
      };
      const write = function (value, at = 0) {
        view(this)[`set${kind}`](at, value, little);
        return at + size;
      };
      for (const alias of new Set([name, name.replace("UInt", "Uint")])) {
        Buffer.prototype[`read${alias}${order}`] = read;
        Buffer.prototype[`write${alias}${order}`] = write;
      }
    }

  // -- console

  const lines = [];
  const shown = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return value.stack ?? String(value);
    try {
      return stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const log = (level) => (...values) => {
    if (lines.length < CONSOLE_LINES)
      lines.push([level, values.map(shown).join(" ").slice(0, CONSOLE_LENGTH)]);
  };
  const console = { log: log("info"), info: log("info"), debug: log("verbose"), warn: log("warn"), error: log("error") };

  for (const [name, value] of Object.entries({ Buffer, console }))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

  // -- in and out. What JSON cannot say stands in it as text that begins with the mark.

  const revived = (text, mark) =>
    parse(text, (_, value) => {
      if (typeof value !== "string" || !value.startsWith(mark)) return value;
      const rest = value.slice(mark.length + 1);
      return { d: () => new Date(Number(rest)), n: () => Number(rest), u: () => undefined }[value[mark.length]]();
    });

  const written = (whole, mark) => {
    const above = [];
    return stringify(whole, function (key, value) {
      const raw = this[key];
      if (raw instanceof Date) return isNaN(raw) ? null : `${mark}d${raw.getTime()}`;
      if (typeof value === "number" && !isFinite(value)) return `${mark}n${value}`;
      if (typeof value === "bigint") return String(value);
      if (value === undefined || typeof value === "function" || typeof value === "symbol")
        return Array.isArray(this) ? `${mark}u` : undefined;
      if (typeof value !== "object" || value === null) return value;
      while (above.length && above[above.length - 1] !== this) above.length -= 1;
      if (above.includes(value)) return Array.isArray(this) ? `${mark}u` : undefined;
      above[above.length] = value;
      return value;
    });
  };

  const failure = (error) => {
    const known = error instanceof Error;
    const stack = known ? String(error.stack ?? "").split("\n") : [];
    return {
      name: known ? String(error.name) : "Error",
      message: known ? String(error.message) : shown(error),
      stack: stack.flatMap((line) => {
        const found = /^\s+at (.*)\(?eval at .*<anonymous>:(\d+):(\d+)\)?$/.exec(line);
        return found ? [`at line ${found[2] - HEADER_LINES}, column ${found[3]}`] : [];
      }),
    };
  };

  globalThis.__run = (script, text, mark) => {
    delete globalThis.__run;
    const scope = revived(text, mark)[0];
    const told = { console: lines };
    try {
      const value = new Function("payload", script)(scope);
      if (value === undefined) told.scope = [scope];
      else told.value = [value];
      return written(told, mark);
    } catch (error) {
      return stringify({ console: lines, error: failure(error) });
    }
  };
})();
