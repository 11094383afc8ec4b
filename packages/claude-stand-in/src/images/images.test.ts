import { deflateSync, crc32 } from "node:zlib";

import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { type ImageScript, type StandIn, startStandIn } from "../index.ts";

let standIn: StandIn;
let client: Anthropic;
let script: ImageScript | undefined;
beforeAll(async () => {
  standIn = await startStandIn({ onImage: () => script });
  client = new Anthropic({ apiKey: "test", baseURL: standIn.url, maxRetries: 0, logLevel: "off" });
});
afterAll(() => standIn.close());

/** A white PNG; its head is true, and its pixels are few where it is large. */
function png(width: number, height: number): string {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const magic = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const pixels = deflateSync(Buffer.alloc(16));
  return Buffer.concat([
    magic,
    chunk("IHDR", head),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]).toString("base64");
}

function image(data: string, mediaType: string = "image/png"): Anthropic.ImageBlockParam {
  return { type: "image", source: { type: "base64", media_type: mediaType as "image/png", data } };
}

const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["kind", "labels"],
  properties: {
    kind: { type: "string", enum: ["chart", "photograph"] },
    labels: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["text", "x"],
        properties: { text: { type: "string" }, x: { type: "integer" } },
      },
    },
  },
};

function ask(
  images: readonly Anthropic.ImageBlockParam[],
  schema: Record<string, unknown> = SCHEMA,
): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model: "claude-haiku-5-5",
    max_tokens: 1_000,
    messages: [{ role: "user", content: [...images, { type: "text", text: "Describe it." }] }],
    output_config: { format: { type: "json_schema", schema } },
  };
}

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

describe("a request with a picture", () => {
  test("is answered in the form asked for, the same way every time, within the picture's edges", async () => {
    const [first, again, other] = [
      await client.messages.create(ask([image(png(280, 140))])),
      await client.messages.create(ask([image(png(280, 140))])),
      await client.messages.create(ask([image(png(280, 141))])),
    ].map(textOf);
    const { kind, labels } = JSON.parse(first!) as { kind: string; labels: { text: string; x: number }[] };
    expect(kind).toBe("chart");
    expect(labels[0]!.x).toBeLessThan(140);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("costs a token for each square of 28 pixels, up to what the model takes", async () => {
    const tokens = async (width: number, height: number): Promise<number> => {
      const { input_tokens: input } = await client.messages.countTokens({
        model: "claude-haiku-5-5",
        messages: [{ role: "user", content: [image(png(width, height))] }],
      });
      return input;
    };
    const small = await tokens(28, 28);
    expect((await tokens(281, 140)) - small).toBe(11 * 5 - 1);
    expect((await tokens(4_000, 4_000)) - small).toBe(4_784 - 1);
  });

  test("gets what the script says: a value, words, a refusal", async () => {
    const request = ask([image(png(28, 28))]);
    script = { type: "says", value: { kind: "map" } };
    expect(textOf(await client.messages.create(request))).toBe('{"kind":"map"}');
    script = { type: "says-text", text: "{" };
    expect(textOf(await client.messages.create(request))).toBe("{");
    script = { type: "refusal", when: "before-output" };
    expect(await client.messages.create(request)).toMatchObject({ content: [], stop_reason: "refusal" });
    script = undefined;
  });

  test.each<[string, Anthropic.MessageCreateParamsNonStreaming, RegExp]>([
    [
      "of another kind than said",
      ask([image(png(28, 28), "image/jpeg")]),
      /appears to be a image\/png image/,
    ],
    ["of a kind unknown", ask([image(png(28, 28), "image/tiff")]), /media_type: Input should be/],
    ["that is none", ask([image("QUJDRA==")]), /Could not process image/],
    ["that is no base64", ask([image("?")]), /invalid base64/],
    ["wider than 8,000 pixels", ask([image(png(8_001, 10))]), /max allowed size: 8000 pixels/],
    [
      "one of many, wider than 2,000 pixels",
      ask(Array(21).fill(image(png(2_001, 10)))),
      /max allowed size: 2000/,
    ],
    ["with an open schema", ask([image(png(28, 28))], { type: "object" }), /additionalProperties/],
    ["with bounds in its schema", ask([], { type: "integer", minimum: 1 }), /'minimum' is not supported/],
  ])("%s is refused", async (_, request, message) => {
    await expect(client.messages.create(request)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(message),
    });
  });
});
