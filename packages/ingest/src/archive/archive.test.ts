import { describe, expect, test } from "@jest/globals";
import { strToU8, zipSync } from "fflate";

import { openZip } from "./open-zip.ts";
import { parseXml } from "./parse-xml.ts";
import { descendants, elements, find, ownText, prefixedAttribute } from "./xml-element.ts";

const MIB = 1024 ** 2;
const xml = (text: string | Uint8Array) =>
  parseXml(typeof text === "string" ? strToU8(text) : text, { part: "part.xml", source: "deck.pptx" });

describe("an archive", () => {
  test("gives its parts by name, in capital or small letters", async () => {
    const archive = await openZip(
      zipSync({ "a/One.txt": strToU8("one"), "two.txt": strToU8("two") }),
      "x.zip",
    );
    expect(archive.names).toEqual(["a/One.txt", "two.txt"]);
    expect(Buffer.from(archive.bytes("a/one.TXT")!).toString()).toBe("one");
    expect(archive.size("two.txt")).toBe(3);
    expect(archive.bytes("three.txt")).toBeUndefined();
  });

  test("that says it unpacks to more than is allowed is refused before anything is unpacked", async () => {
    const bytes = zipSync({ "a.bin": new Uint8Array(8 * MIB), "b.bin": new Uint8Array(8 * MIB) });
    await expect(openZip(bytes, "bomb.zip", { maxGrowthBytes: 10 * MIB })).rejects.toMatchObject({
      code: "archive.too-large",
      input: "bomb.zip",
    });
  });

  test("that unpacks to more than it says is stopped while unpacking", async () => {
    const bytes = zipSync({ "a.bin": new Uint8Array(8 * MIB) });
    const directory = Buffer.from(bytes).lastIndexOf("PK\x01\x02", undefined, "latin1");
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(directory + 24, 1000, true);
    const archive = await openZip(bytes, "liar.zip");
    expect(archive.size("a.bin")).toBe(1000);
    expect(() => archive.bytes("a.bin")).toThrow(expect.objectContaining({ code: "archive.too-large" }));
  });

  test("is not refused for large parts that it holds as they are", async () => {
    const archive = await openZip(zipSync({ "film.mp4": new Uint8Array(4 * MIB) }, { level: 0 }), "x.zip", {
      maxGrowthBytes: MIB,
    });
    expect(archive.bytes("film.mp4")?.byteLength).toBe(4 * MIB);
  });

  test.each(["../../etc/passwd", "/etc/passwd", "a/../../b", "C:/b"])(
    "with a part named %s is refused",
    async (name) => {
      await expect(openZip(zipSync({ [name]: strToU8("x") }), "x.zip")).rejects.toMatchObject({
        code: "archive.unsafe-name",
      });
    },
  );

  test.each([
    ["text", strToU8("Not a zip at all, but long enough to hold a directory.")],
    ["one cut in half", zipSync({ "a.txt": strToU8("a".repeat(500)) }).slice(0, 60)],
  ])("that is %s is refused", async (_name, bytes) => {
    await expect(openZip(bytes, "x.zip")).rejects.toMatchObject({ code: "archive.invalid" });
  });

  test("with a damaged part gives the others", async () => {
    const bytes = zipSync({ "a.txt": strToU8("abc".repeat(400)), "b.txt": strToU8("fine") });
    bytes.fill(0xff, 36, 46);
    const archive = await openZip(bytes, "x.zip");
    expect(() => archive.bytes("a.txt")).toThrow(expect.objectContaining({ code: "archive.invalid" }));
    expect(archive.bytes("b.txt")).toHaveLength(4);
  });
});

describe("an XML part", () => {
  test("keeps elements and text in their order, names without prefixes, attributes with them", () => {
    const root = xml(
      '<p:a xmlns:p="u"><p:b id="1" r:id="2">x &amp; y</p:b>mid<b>z&#233;</b><c><b/></c></p:a>',
    );
    expect(elements(root).map(({ name }) => name)).toEqual(["b", "b", "c"]);
    expect(descendants(root, "b")).toHaveLength(3);
    expect(prefixedAttribute(find(root, "b"), "id")).toBe("2");
    expect(elements(root, "b").map(ownText)).toEqual(["x & y", "zé"]);
    expect(find(root, "c", "b", "none")).toBeUndefined();
  });

  test("may be UTF-16", () => {
    const bytes = Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>', "utf16le");
    expect(ownText(xml(bytes))).toBe("é");
  });

  test("is read around characters that XML forbids", () => {
    expect(ownText(xml("<a>one\u000Btwo &nbsp; three</a>"))).toContain("two &nbsp; three");
  });

  test("that is not well-formed is told with one full stop", () => {
    expect(() => xml("<a><b></a>")).toThrow(/is not well-formed: [^.]+\.$/);
  });

  test.each([
    ["declares entities", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "xml.entities"],
    ["is not well-formed", "<a><b></a>", "xml.invalid"],
    ["is cut off", "<a><b>", "xml.invalid"],
    ["is empty", "", "xml.invalid"],
    ["is nested without end", "<a>".repeat(100_000), "xml.too-large"],
    ["has elements without end", `<a>${"<b/>".repeat(2_000_001)}</a>`, "xml.too-large"],
  ])("that %s is refused", (_name, text, code) => {
    expect(() => xml(text)).toThrow(expect.objectContaining({ code }));
  });
});
