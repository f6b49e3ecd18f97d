import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json";
import { problemIn } from "./testing/expect-problem";

const at = { file: "a.json", place: "the header", code: "bad-header" } as const;
const parse = (text: string): unknown => parseStrictJson(new TextEncoder().encode(text), at);

describe("parseStrictJson", () => {
  it.each([
    '{"a":{"b":1},"b":{"b":2},"c":["b","b",{"b":3}]}',
    '{"a":"b\\": \\"a","b":"\\\\","c":"{\\"a\\":1,\\"a\\":2}"}',
    ' { "a" : [ ] , "A" : { } } ',
  ])("parses %s as JSON.parse does", (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each(['{"a":1,"a":1}', '{"a":1,"b":{"c":1,"c" :2}}', '{"x":[{"a":1,"\\u0061":2}]}', '{"a\\"":1,"a\\u0022":2}'])(
    "refuses the repeated key in %s",
    async (text) => {
      expect(await problemIn(() => parse(text))).toMatchObject({ code: "bad-header", file: "a.json" });
    },
  );

  it("refuses values nested without end, and bytes that are no UTF-8", async () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await problemIn(() => parse(deep))).code).toBe("bad-header");
    expect((await problemIn(() => parseStrictJson(Uint8Array.of(0x7b, 0xff, 0x7d), at))).code).toBe("bad-header");
  });
});
