import { joinChunks, type Structure } from "../structure";

/** All bytes as one, for what has no parts that a byte more would not move. */
export const plainStructure: Structure = {
  split: (bytes) => [{ kind: "all", bytes }],
  repair: joinChunks,
};
