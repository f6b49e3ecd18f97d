/** Attempts that the content security policy must refuse. Each runs in the page and says whether it was "refused". */
type Attempt = (elsewhere: string) => Promise<"refused" | "allowed">;

const fetchFrom: Attempt = (elsewhere) =>
  fetch(`${elsewhere}/`, { mode: "no-cors" }).then(
    () => "allowed",
    () => "refused",
  );

const socketTo: Attempt = (elsewhere) =>
  new Promise((resolve) => {
    try {
      const socket = new WebSocket(elsewhere.replace("http", "ws"));
      socket.onopen = () => resolve("allowed");
      socket.onerror = () => resolve("refused");
    } catch {
      resolve("refused");
    }
  });

/** Whether a beacon is sent cannot be seen from the page: the report tells. */
const beaconTo: Attempt = (elsewhere) => {
  navigator.sendBeacon(`${elsewhere}/`, "text");
  return Promise.resolve("refused");
};

const imageFrom: Attempt = (elsewhere) =>
  new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve("allowed");
    image.onerror = () => resolve("refused");
    image.src = `${elsewhere}/icon.svg`;
  });

const frameOf: Attempt = (elsewhere) =>
  new Promise((resolve) => {
    addEventListener("securitypolicyviolation", () => resolve("refused"));
    const frame = document.createElement("iframe");
    frame.src = `${elsewhere}/`;
    document.body.append(frame);
  });

const formTo: Attempt = (elsewhere) =>
  new Promise((resolve) => {
    addEventListener("securitypolicyviolation", () => resolve("refused"));
    addEventListener("pagehide", () => resolve("allowed"));
    const form = document.createElement("form");
    form.action = `${elsewhere}/`;
    document.body.append(form);
    form.submit();
  });

const inlineScript: Attempt = () => {
  const marks = globalThis as { scriptRan?: boolean };
  const script = document.createElement("script");
  script.append(document.createTextNode("globalThis.scriptRan = true"));
  try {
    document.body.append(script);
  } catch {
    return Promise.resolve("refused");
  }
  return Promise.resolve(marks.scriptRan === true ? "allowed" : "refused");
};

/** In a task of its own: the debugger's own evaluations are exempt from the policy. */
const evaluate: Attempt = () =>
  new Promise((resolve) => {
    setTimeout(() => {
      try {
        (globalThis as unknown as { eval: (code: string) => unknown }).eval("1 + 1");
        resolve("allowed");
      } catch {
        resolve("refused");
      }
    });
  });

const markup: Attempt = () => {
  try {
    document.createElement("div").innerHTML = "<b>markup</b>";
    return Promise.resolve("allowed");
  } catch {
    return Promise.resolve("refused");
  }
};

const blobWorker: Attempt = () => {
  try {
    new Worker(URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" })));
    return Promise.resolve("allowed");
  } catch {
    return Promise.resolve("refused");
  }
};

const inlineStyle: Attempt = () => {
  const style = document.createElement("style");
  style.textContent = "h1 { color: rgb(1, 2, 3) }";
  document.head.append(style);
  const heading = document.querySelector("h1");
  const color = heading === null ? "" : getComputedStyle(heading).color;
  return Promise.resolve(color === "rgb(1, 2, 3)" ? "allowed" : "refused");
};

export const attempt = {
  fetchFrom,
  socketTo,
  beaconTo,
  imageFrom,
  frameOf,
  formTo,
  inlineScript,
  evaluate,
  markup,
  blobWorker,
  inlineStyle,
};
