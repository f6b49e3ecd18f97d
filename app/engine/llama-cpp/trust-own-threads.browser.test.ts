import { expect, it } from "vitest";
import { trustOwnThreads } from "./trust-own-threads";

it("lets workers start from files of this origin, and nothing else become script or markup", () => {
  const own = new URL("/no-such-worker.js", location.href).href;
  // The test server enforces Trusted Types, as the product's does.
  expect(() => new Worker(own)).toThrow(TypeError);
  trustOwnThreads();
  trustOwnThreads();
  new Worker(own).terminate();
  new Worker("no-such-worker.js").terminate();
  const blob = URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
  for (const other of [blob, "data:text/javascript,", "https://example.org/worker.js", "javascript:0"]) {
    expect(() => new Worker(other), other).toThrow(/TrustedScriptURL/);
  }
  expect(() => {
    document.createElement("div").innerHTML = "<b>";
  }).toThrow(/TrustedHTML/);
  expect(() => {
    document.createElement("script").text = "0";
  }).toThrow(/TrustedScript/);
});
