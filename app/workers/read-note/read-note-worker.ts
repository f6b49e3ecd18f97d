import { readNotes } from "../../core/note-files/read-notes";
import { serve } from "../rpc/serve";
import type { ReadNoteProtocol } from "./protocol";

serve<ReadNoteProtocol>({ read: ({ name, bytes }) => readNotes(name, bytes) });

// pdf.js rejects promises that nobody waits for. What they say is known by other ways, and may quote the file: it is not logged.
self.addEventListener("unhandledrejection", (event) => event.preventDefault());
