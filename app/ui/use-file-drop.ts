import { useRef, useState, type DragEvent } from "react";

/**
 * Lets files be dropped on an element, anything in it included. Text that is dragged is left to the browser, so that it can
 * still be moved within a field.
 */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const [dropping, setDropping] = useState(false);
  /** Elements under the pointer, from the outermost in: each is entered and left by itself. */
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    setDropping(false);
  };
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current++;
      setDropping(true);
    },
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDragLeave: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current--;
      if (depth.current <= 0) end();
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      end();
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { dropping, handlers };
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes("Files");
}
