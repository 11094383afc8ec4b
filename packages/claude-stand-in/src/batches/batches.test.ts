import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { type StandIn, startStandIn } from "../index.ts";

let standIn: StandIn;
let client: Anthropic;
beforeAll(async () => {
  standIn = await startStandIn({ batchPolls: 1 });
  client = new Anthropic({ apiKey: "test", baseURL: standIn.url, maxRetries: 0 });
});
afterAll(() => standIn.close());

const PARAMS: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-haiku-5-5",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hello" }],
};

function requests(count: number): Anthropic.Messages.BatchCreateParams.Request[] {
  return Array.from({ length: count }, (_, index) => ({ custom_id: `q${index}`, params: PARAMS }));
}

describe("a batch", () => {
  test("is in progress, then ends with a line for every request, in another order", async () => {
    const created = await client.messages.batches.create({ requests: requests(20) });
    expect(created).toMatchObject({ processing_status: "in_progress", request_counts: { processing: 20 } });
    await expect(client.messages.batches.results(created.id)).rejects.toThrow(/results_url/);
    const ended = await client.messages.batches.retrieve(created.id);
    expect(ended).toMatchObject({
      processing_status: "ended",
      request_counts: { processing: 0, succeeded: 20 },
    });
    const ids: string[] = [];
    for await (const line of await client.messages.batches.results(created.id)) {
      ids.push(line.custom_id);
      expect(line.result).toMatchObject({ type: "succeeded", message: { usage: { service_tier: "batch" } } });
    }
    const asked = requests(20).map(({ custom_id }) => custom_id);
    expect(ids).not.toEqual(asked);
    expect(ids.toSorted()).toEqual(asked.toSorted());
  });

  test("finds bad parameters only when it ends, and only for the request that has them", async () => {
    const bad = { custom_id: "bad", params: { ...PARAMS, model: "claude-3-opus-20240229" } };
    const { id } = await client.messages.batches.create({ requests: [...requests(1), bad] });
    await client.messages.batches.retrieve(id);
    await client.messages.batches.retrieve(id);
    const types: Record<string, string> = {};
    for await (const line of await client.messages.batches.results(id))
      types[line.custom_id] = line.result.type;
    expect(types).toEqual({ q0: "succeeded", bad: "errored" });
  });

  test("is refused at once for ids that are bad or used twice, or for no requests", async () => {
    const twice = [...requests(1), ...requests(1)];
    await expect(client.messages.batches.create({ requests: twice })).rejects.toThrow(
      /Duplicate custom_id: q0/,
    );
    const spaced = [{ custom_id: "a b", params: PARAMS }];
    await expect(client.messages.batches.create({ requests: spaced })).rejects.toThrow(/pattern/);
    await expect(client.messages.batches.create({ requests: [] })).rejects.toThrow(/at least one/);
  });

  test("can be cancelled, and deleted once it has ended", async () => {
    const { id } = await client.messages.batches.create({ requests: requests(2) });
    await expect(client.messages.batches.delete(id)).rejects.toThrow(/in progress/);
    expect(await client.messages.batches.cancel(id)).toMatchObject({ processing_status: "canceling" });
    await client.messages.batches.retrieve(id);
    const ended = await client.messages.batches.retrieve(id);
    expect(ended).toMatchObject({ processing_status: "ended", request_counts: { canceled: 2 } });
    expect(await client.messages.batches.delete(id)).toEqual({ id, type: "message_batch_deleted" });
    await expect(client.messages.batches.retrieve(id)).rejects.toThrow(Anthropic.NotFoundError);
  });

  test("is listed, newest first, page by page", async () => {
    const first = await client.messages.batches.create({ requests: requests(1) });
    const second = await client.messages.batches.create({ requests: requests(1) });
    const ids: string[] = [];
    for await (const batch of client.messages.batches.list({ limit: 1 })) ids.push(batch.id);
    expect(ids.slice(0, 2)).toEqual([second.id, first.id]);
  });
});
