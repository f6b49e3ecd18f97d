import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tarParts } from "../core/bundle/tar/write-tar";

const modifiedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const contents = { "m/empty.bin": 0, "m/one.bin": 1, "m/block.bin": 512, "m/more.bin": 513 };
const entries = Object.entries(contents).map(([name, sizeBytes]) => ({
  name,
  sizeBytes,
  content: Uint8Array.from({ length: sizeBytes }, (_, i) => (i * 7 + 1) % 256),
}));

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tar-"))));
afterAll(() => rmSync(folder, { recursive: true }));

it("an archive of ours is one that the system's tar lists and unpacks", () => {
  const archive = join(folder, "m.tar");
  writeFileSync(archive, Buffer.concat(tarParts(entries, modifiedAt)));
  const tar = (...args: string[]) =>
    execFileSync("tar", [...args, "-f", archive], { cwd: folder, env: { ...process.env, TZ: "UTC" } }).toString();
  const lines = tar("--list", "--verbose", "--full-time", "--numeric-owner").trim().split("\n");
  expect(lines.map((line) => line.split(/\s+/))).toEqual(
    entries.map(({ name, sizeBytes }) => ["-rw-r--r--", "0/0", String(sizeBytes), "2026-01-02", "03:04:05", name]),
  );
  tar("--extract");
  for (const { name, content } of entries) {
    expect(readFileSync(join(folder, name)).equals(content), name).toBe(true);
  }
});
