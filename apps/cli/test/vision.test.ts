import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { type SentImage, type StandIn, startStandIn } from "@longdoc/claude-stand-in";
import { CHART_BOX, makeChart, makeChartReport } from "@longdoc/fixtures";
import { renderPage } from "@longdoc/ingest";

import { temporaryFolder, type TemporaryFolder } from "./support/folder.ts";
import { errorLines, type Finished, json, longdoc, start } from "./support/longdoc.ts";
import { readPicture } from "./support/picture.ts";
import type { AnswerJson, ErrorJson } from "./support/shapes.ts";

interface PlanJson {
  readonly documents: readonly {
    readonly pictures: number;
    readonly calls: number;
    readonly dollars: number;
  }[];
  readonly total: {
    readonly pictures: number;
    readonly kept: number;
    readonly calls: number;
    readonly dollars: number;
  };
}

interface IngestedJson {
  readonly documents: readonly {
    readonly status: string;
    readonly sentences: number;
    readonly pictures: { readonly described: number; readonly undescribed: number };
    readonly warnings: readonly string[];
  }[];
  readonly cost: number;
}

/** The southern bar and some of the paper above it, as shares of the chart. */
const BAR = { x0: 0.68, y0: 0.12, x1: 0.86, y1: 0.86 };

function describeChart({ width, height }: SentImage): object {
  const { x0, y0, x1, y1 } = BAR;
  const box = { x0: x0 * width, y0: y0 * height, x1: x1 * width, y1: y1 * height };
  return {
    kind: "chart",
    title: "Heron nests by bank, 2025",
    statements: [{ text: "On the southern bank there were 67 heron nests in 2025.", box }],
    series: [],
    labels: [],
  };
}

describe("vision on the command line", () => {
  let report: Uint8Array;
  beforeAll(async () => {
    const chart = await renderPage({ name: "chart.pdf", bytes: await makeChart() }, { page: 1 });
    report = await makeChartReport([chart.png]);
  });

  function serve(): Promise<StandIn> {
    return startStandIn({ onImage: (image) => ({ type: "says", value: describeChart(image) }) });
  }

  function run(folder: TemporaryFolder, server: StandIn, ...parameters: string[]): Promise<Finished> {
    const env = { ANTHROPIC_API_KEY: "dummy", ANTHROPIC_BASE_URL: server.url };
    return longdoc(parameters, { cwd: folder.path, env });
  }

  test("is planned, done, cited and shown: a value that is only in a picture", async () => {
    await using folder = await temporaryFolder();
    await using server = await serve();
    await folder.write("birds.pdf", report);

    const planned = await longdoc(["ingest", "birds.pdf", "--vision", "--plan", "--json"], {
      cwd: folder.path,
    });
    const { documents, total } = json<PlanJson>(planned);
    expect(documents).toMatchObject([{ pictures: 1, calls: 1 }]);
    const told = await longdoc(["ingest", "birds.pdf", "--vision", "--plan"], { cwd: folder.path });
    expect(told.stdout).toMatch(
      /^birds\.pdf {2}1 picture, 1 call, [\d,]+ tokens in, at most [\d,]+ out: at most \$0\.\d\d$/m,
    );
    expect((await longdoc(["status"], { cwd: folder.path })).stdout).toContain("0 documents");

    const ingested = await run(folder, server, "ingest", ".", "--vision", "--cost-budget", "1", "--json");
    expect(json<IngestedJson>(ingested).documents).toMatchObject([
      { status: "indexed", pictures: { described: 1, undescribed: 0 }, warnings: [] },
    ]);
    const { cost } = json<IngestedJson>(ingested);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(total.dollars);

    const asked = await run(
      folder,
      server,
      "ask",
      "How many heron nests were on the southern bank in 2025?",
      "--json",
    );
    const [citation] = json<AnswerJson>(asked).citations;
    expect(citation).toMatchObject({
      page: 1,
      quote: "On the southern bank there were 67 heron nests in 2025.",
    });

    await longdoc(["show", "1", "--output", "page.png"], { cwd: folder.path });
    const page = await readPicture(join(folder.path, "page.png"));
    const scale = page.width / 432;
    const at = (share: number, of: "x" | "y"): number =>
      scale * (CHART_BOX[of] + share * (of === "x" ? CHART_BOX.width : CHART_BOX.height));
    const [red, , blue] = page.mean(at(BAR.x0, "x") + 6, at(BAR.y0, "y") + 6, 20, 20);
    expect(red - blue).toBeGreaterThan(80);
    const [otherRed, , otherBlue] = page.mean(at(0.05, "x"), at(0.3, "y"), 10, 10);
    expect(otherRed - otherBlue).toBeLessThan(30);
  });

  test("is offered in one line, and done later without reading what is described again", async () => {
    await using folder = await temporaryFolder();
    await using server = await serve();
    await folder.write("birds.pdf", report);
    const plain = await run(folder, server, "ingest", "birds.pdf");
    const offer = "1 figure holds what only vision would describe (--vision).";
    expect(plain.stderr).toContain(`birds.pdf: ${offer}`);
    expect((await longdoc(["status"], { cwd: folder.path })).stdout).toContain(offer);
    expect((await longdoc(["inspect", "birds.pdf"], { cwd: folder.path })).stderr).toContain(offer);
    expect(server.requests).toEqual([]);

    const described = await run(folder, server, "ingest", "birds.pdf", "--vision-batch");
    expect(described.stdout).toMatch(/^indexed/);
    expect(described.stderr).toMatch(/Describing pictures cost \$0\.00\d\./);
    expect(server.requests.some(({ path }) => path === "/v1/messages/batches")).toBe(true);
    const requests = server.requests.length;
    expect((await run(folder, server, "ingest", "birds.pdf", "--vision")).stdout).toMatch(/^unchanged/);
    expect((await run(folder, server, "ingest", "birds.pdf")).stdout).toMatch(/^unchanged/);
    expect(server.requests.length).toBe(requests);
    expect((await longdoc(["status"], { cwd: folder.path })).stdout).not.toContain("vision");
  });

  test("of a worker stays within the queue's budget, and goes on when it is raised", async () => {
    await using folder = await temporaryFolder();
    await using server = await serve();
    await folder.write("birds.pdf", report);
    await run(folder, server, "enqueue", "birds.pdf");
    await run(folder, server, "queue", "budget", "0.000001");
    const env = { ANTHROPIC_API_KEY: "dummy", ANTHROPIC_BASE_URL: server.url, LONGDOC_HTTP_PORT: "off" };
    const worker = start(["worker", "--vision"], { cwd: folder.path, env });
    for (;;) {
      const { stdout } = await run(folder, server, "jobs");
      if (stdout.includes("budget")) break;
    }
    expect(server.requests).toEqual([]);
    expect((await run(folder, server, "status")).stdout).toContain("0 documents");

    await run(folder, server, "queue", "budget", "5");
    expect(json(await run(folder, server, "jobs", "--follow", "--json"))).toMatchObject({
      counts: { done: 1, dead: 0, waiting: 0 },
    });
    worker.child.kill("SIGTERM");
    expect((await worker.finished).code).toBe(0);
    expect(server.requests).toHaveLength(1);
    const found = await run(folder, server, "search", "heron nests southern bank");
    expect(found.stdout).toContain("67 heron nests");
    const { budget } = json<{ budget: { spent: number } }>(
      await run(folder, server, "queue", "budget", "5", "--json"),
    );
    expect(budget.spent).toBeGreaterThan(0);
    expect(budget.spent).toBeLessThan(0.1);
  });

  test("of many documents waits for one batch", async () => {
    await using folder = await temporaryFolder();
    await using server = await serve();
    await folder.write("birds.pdf", report);
    const chart = await renderPage({ name: "chart.pdf", bytes: await makeChart() }, { page: 1, scale: 1 });
    await folder.write("more.pdf", await makeChartReport([chart.png]));
    const result = await run(folder, server, "ingest", ".", "--vision-batch", "--json");
    const described = { status: "indexed", pictures: { described: 1, undescribed: 0 } };
    expect(json<IngestedJson>(result).documents).toMatchObject([described, described]);
    const sent = server.requests.filter(
      ({ method, path }) => method === "POST" && path === "/v1/messages/batches",
    );
    expect(sent.map(({ body }) => (body as { requests: unknown[] }).requests.length)).toEqual([2]);
    expect(json<IngestedJson>(result).cost).toBeGreaterThan(0);
  });

  test("stops at its budget, and says so", async () => {
    await using folder = await temporaryFolder();
    await using server = await serve();
    await folder.write("birds.pdf", report);
    const result = await run(folder, server, "ingest", "birds.pdf", "--vision", "--cost-budget", "0.001");
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("1 of 1 picture was not described (page 1): the budget is used up.");
    expect(server.requests).toEqual([]);
  });

  test.each([
    [["ingest", "birds.pdf", "--vision"], "usage.vision-key"],
    [["ingest", "birds.pdf", "--plan"], "usage.vision"],
    [["ask", "Why?", "--cost-budget", "2"], "usage.vision"],
    [["ingest", "birds.pdf", "--vision", "--cost-budget", "much"], "usage.option"],
  ])("is refused as %j where something is missing", async (parameters, code) => {
    await using folder = await temporaryFolder();
    const result = await longdoc([...parameters, "--json"], { cwd: folder.path });
    expect(result.code).toBe(2);
    expect(json<{ error: ErrorJson }>(result).error.code).toBe(code);
    expect(errorLines(result).length).toBe(1);
  });

  test("inspect draws the figures alone", async () => {
    await using folder = await temporaryFolder();
    await folder.write("birds.pdf", report);
    const result = await longdoc(["inspect", "birds.pdf", "--figures", "figures"], { cwd: folder.path });
    expect(result.stderr).toContain("1 figure drawn in figures.");
    const figure = await readPicture(join(folder.path, "figures/birds-p1-figure-1.png"));
    expect(figure.width / figure.height).toBeCloseTo(CHART_BOX.width / CHART_BOX.height, 1);
  });
});
