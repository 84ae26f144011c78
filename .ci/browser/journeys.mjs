// Journeys of people through the pages of a demonstration workspace, in Debian's Chromium.
//
//   node journeys.mjs http://localhost:PORT FOLDER
//
// FOLDER takes screenshots. Every page that a journey comes to is also looked at by axe-core (WCAG 2.2 A and AA, light and dark),
// validated as HTML, weighed, and watched for requests to elsewhere. Ends with code 1 if anything is wrong.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const [base, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "no-trailing-whitespace": "off", "long-title": "off", "no-redundant-for": "off", "prefer-native-element": "off" },
});
const faults = [];
const looked = new Map();
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

function fault(what) {
  faults.push(what);
  console.error(`WRONG  ${what}`);
}

/** A browser window; `script: false` is one without JavaScript. */
async function open({ script = true, scheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ baseURL: base, bypassCSP: false, javaScriptEnabled: script, colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== new URL(base).origin) fault(`${page.url()} asks ${url.href}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/the server responded with a status of (404|403|422)/.test(message.text())) fault(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(`${page.url()}: ${error}`));
  return page;
}

async function expect(page, selector, words) {
  const found = await page.locator(selector).first().textContent({ timeout: 5000 }).catch(() => null);
  if (found === null || !found.includes(words)) fault(`${page.url()}: “${words}” is not in ${selector} (${found?.trim().slice(0, 80)})`);
}

/** The page as it is: axe, HTML, weight, width. Once for each address without its ids, colour scheme and width. */
async function look(path, options = {}) {
  const kind = path.replace(/[0-9a-f]{16,64}/g, "{id}");
  for (const scheme of ["light", "dark"]) {
    for (const width of [390, 1280]) {
      const key = `${kind} ${scheme} ${width}`;
      if (looked.has(key)) continue;
      const page = await open({ scheme, width });
      let weight = 0;
      page.on("response", async (answer) => {
        weight += (await answer.body().catch(() => Buffer.alloc(0))).length;
      });
      const answer = await page.goto(path, { waitUntil: "networkidle" });
      if (!answer.ok() && !options.status) fault(`${path}: ${answer.status()}`);
      if (scheme === "light" && width === 1280) {
        const report = await validator.validateString(await answer.text());
        for (const message of report.results.flatMap((result) => result.messages)) fault(`${path}:${message.line}: HTML: ${message.message} (${message.ruleId})`);
      }
      // Without a policy that forbids it, axe can be put into the page; the page itself was loaded under its own.
      const violations = await page.evaluate(`${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((found) => found.violations.map((one) => ({ id: one.id, help: one.help, nodes: one.nodes.map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")) })))`);
      for (const one of violations) fault(`${path} (${scheme}, ${width}): ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).join(" | ")}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 1) fault(`${path} (${width}): wider than the window by ${over} px`);
      if (weight > 150_000) fault(`${path}: ${weight} bytes uncached`);
      looked.set(key, weight);
      const name = kind.replace(/[^a-z{}]+/gi, "-").replace(/^-|-$/g, "") || "home";
      await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`) });
      await page.context().close();
    }
  }
}

const here = (page) => page.url().slice(base.length);

async function journey(name, walk) {
  try {
    await walk();
    console.log(`ok     ${name}`);
  } catch (error) {
    fault(`${name}: ${error.message.split("\n")[0]}`);
  }
}

for (const script of [true, false]) {
  const how = script ? "" : ", without JavaScript";
  await journey(`library: from the list to a source, its claims and its custody${how}`, async () => {
    const page = await open({ script });
    await page.goto("/library");
    await page.selectOption("#f-language", "ru");
    await page.click("text=Filter");
    await page.click("tbody th a");
    await expect(page, "article.document", "КНДР");
    const source = here(page);
    await page.click("text=Chain of custody");
    await expect(page, "main", "bytes unchanged");
    if (script) for (const path of ["/library", source, `${source}/custody`, `${source}/labels`, "/library/stories", "/labels/import", "/feeds"]) await look(path);
    await page.context().close();
  });
  await journey(`search: a phrase, and the passage marked${how}`, async () => {
    const page = await open({ script });
    await page.goto("/");
    await page.fill("#find", '"North Korean workers"');
    await page.press("#find", "Enter");
    await expect(page, "blockquote mark", "North");
    if (script) for (const path of ["/", "/search", "/search?q=workers"]) await look(path);
    await page.context().close();
  });
  await journey(`ledger: a filtered table, a card, a review${how}`, async () => {
    const page = await open({ script });
    await page.goto("/ledger?kind=worker_count");
    await page.click("tbody th a");
    await expect(page, "h1", "worker count");
    const claim = here(page);
    await page.click("button[value=confirm]");
    await expect(page, "main", "confirmed");
    if (script) for (const path of ["/ledger", "/ledger?kind=worker_count", claim]) await look(path);
    await page.context().close();
  });
}

for (const script of [true, false]) {
  await journey(`figures: from the places to a question, its estimates and a figure${script ? "" : ", without JavaScript"}`, async () => {
    const page = await open({ script });
    await page.goto("/places/RU");
    await expect(page, "h1", "Russia");
    await page.goto("/question?kind=worker_count&place=RU");
    await expect(page, "main", "30,023");
    await page.goto("/figures");
    await expect(page, "main", "root");
    const figure = await page.locator('main a[href^="/figures/"]').first().getAttribute("href");
    await page.goto(figure);
    await expect(page, "main", "root");
    if (script) {
      for (const path of ["/figures", "/findings", "/question?kind=worker_count&place=RU", figure, "/places", "/places/RU", "/sectors", "/instruments", "/scheme"]) await look(path);
    }
    await page.context().close();
  });
}

await journey("review: a queue that keys clear", async () => {
  const page = await open();
  await page.goto("/review");
  const left = async () => Number((await page.locator("main p.soft").first().textContent()).match(/\d+/)[0]);
  const before = await left();
  for (const key of ["c", "x", "c"]) {
    const url = page.url();
    await page.keyboard.press(key);
    await page.waitForURL((now) => now.href !== url);
  }
  if ((await left()) !== before - 3) fault(`/review: ${before} were left, and after three keys ${await left()}`);
  await look("/review");
  await page.context().close();
});

await journey("marking: words of a document become a claim in two clicks", async () => {
  const page = await open();
  await page.goto("/library?text=committee");
  await page.click("tbody th a");
  const source = here(page);
  await page.evaluate(() => {
    const node = [...document.querySelectorAll("article.document .zone.main")].at(-1).firstChild;
    const range = document.createRange();
    range.selectNodeContents(node);
    range.setEnd(node, Math.min(40, node.length));
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
  });
  await page.click("a.float");
  await page.click("button[value=presence]");
  await expect(page, "h1", "presence");
  await look(`${source}/mark`);
  await page.context().close();
});

await journey("adding: a file from the browser, and what became of it", async () => {
  const page = await open();
  await page.goto("/add");
  const text = "Workers at the yard\n\nThe union counted 412 North Korean workers at the yard in 2016.\n";
  await page.setInputFiles("#files", [
    { name: "<b>yard</b>.txt", mimeType: "text/plain", buffer: Buffer.from(text) },
    { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nothing") },
  ]);
  await page.click("main button");
  await page.waitForSelector(".note.good", { timeout: 60_000 });
  await expect(page, "tbody", "read");
  await look("/add");
  await look("/progress/0000000000000000", { status: true });
  await page.context().close();
});

await journey("screening: names against evidence, reasons, a decision", async () => {
  const page = await open();
  await page.goto("/screening");
  await page.fill("#names", "Primstroi-Vostok\nSomebody Unheard Of");
  await page.click("main button");
  await page.waitForSelector("text=documented, not listed", { timeout: 30_000 });
  await page.click("text=Nothing found");
  await expect(page, "main", "Somebody Unheard Of");
  const report = here(page).split("?")[0];
  for (const path of ["/screening", `${report}?only=all`, "/decisions"]) await look(path);
  await page.context().close();
});

await journey("screening: a file, with what its columns mean", async () => {
  const page = await open();
  await page.goto("/screening");
  const table = "No,Party,Country\n1,Primstroi-Vostok,RU\n2,Somebody Else,PL\n";
  await page.setInputFiles("#files", [{ name: "suppliers.csv", mimeType: "text/csv", buffer: Buffer.from(table) }]);
  await page.click("main button");
  await expect(page, "h1", "What the columns mean");
  await page.selectOption("#c1", "name");
  await page.click("main button");
  await page.waitForSelector("text=documented, not listed", { timeout: 30_000 });
  await page.context().close();
});

await journey("what is not here says so", async () => {
  const page = await open();
  await page.goto("/nothing-of-the-kind");
  await expect(page, "h1", "Not here");
  await look("/nothing-of-the-kind", { status: true });
  await page.context().close();
});

await browser.close();
const heaviest = [...looked].sort((a, b) => b[1] - a[1])[0];
writeFileSync(join(folder, "looked.json"), JSON.stringify(Object.fromEntries(looked), null, 1));
console.log(`${looked.size} looks at pages; the heaviest is ${heaviest?.[0]} with ${heaviest?.[1]} bytes; ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
