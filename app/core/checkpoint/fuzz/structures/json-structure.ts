import { joinChunks, type Structure } from "../structure";
import { latin1 } from "../../testing/build-zip";

const TOKEN = /"(?:[^"\\]|\\.)*"|[\d.eE+-]+|./gs;

/** Texts, numbers and marks. There is nothing to repair. */
export const jsonStructure: Structure = {
  split: (bytes) => {
    const tokens = String.fromCharCode(...bytes).match(TOKEN) ?? [];
    return tokens.map((token) => ({ kind: token.startsWith('"') ? "text" : "mark", bytes: latin1(token) }));
  },
  repair: joinChunks,
};
