// Journeys of people through the pages of a demonstration workspace, in Debian's Chromium.
//
//   node journeys.mjs http://localhost:PORT FOLDER http://localhost:PORT CODE
//
// The second server is one that people sign in to (`serve --team --public`), which nobody has an account on yet; CODE is the one it
// told. One source of its workspace is internal, the others are open. FOLDER takes screenshots. Every page that a journey comes to is also looked at by axe-core (WCAG 2.2 A and AA, light and dark),
// validated as HTML, weighed, and watched for requests to elsewhere. Ends with code 1 if anything is wrong.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const [base, folder, team, code] = process.argv.slice(2);
const places = [base, team].map((address) => new URL(address).origin);
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

/** A browser window; `script: false` is one without JavaScript, `state` has the cookies of another. */
async function open({ script = true, scheme = "light", width = 1280, at = base, state } = {}) {
  const context = await browser.newContext({ baseURL: at, storageState: state, bypassCSP: false, javaScriptEnabled: script, colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && !places.includes(url.origin)) fault(`${page.url()} asks ${url.href}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/the server responded with a status of (401|403|404|422|429)/.test(message.text())) fault(`${page.url()}: ${message.text()}`);
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
  const kind = path.replace(/[0-9a-f]{16,64}/g, "{id}").replace(/^\/join\/.*/, "/join/{token}");
  for (const scheme of ["light", "dark"]) {
    for (const width of [390, 1280]) {
      const key = `${kind} ${scheme} ${width}`;
      if (looked.has(key)) continue;
      const page = await open({ scheme, width, at: options.at, state: options.state });
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

const here = (page) => page.url().slice(new URL(page.url()).origin.length);

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
  await journey(`ledger: its order, its columns, and the same as a file${script ? "" : ", without JavaScript"}`, async () => {
    const page = await open({ script });
    await page.goto("/ledger?kind=worker_count");
    await page.click("th a.sorts:has-text('Says')");
    if ((await page.locator("th[aria-sort=ascending]").count()) !== 1) fault(`${page.url()}: no column says that it sorts`);
    await page.click("summary:has-text('Columns')");
    await page.uncheck("input[name=columns][value=state]");
    await page.check("input[name=columns][value=origin]");
    await page.click("form.filters button");
    await expect(page, "thead", "From");
    if ((await page.locator("thead").textContent()).includes("State")) fault(`${page.url()}: a column that was taken out is there`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("main a:has-text('CSV')")]);
    const lines = readFileSync(await download.path(), "utf8").trim().split("\n");
    const shown = Number((await page.locator("main .row strong").first().textContent()).replaceAll(",", ""));
    if (lines.length !== shown + 1 || !lines[0].includes("origin") || lines[0].includes("state")) fault(`${page.url()}: the file has ${lines.length} lines, beginning ${lines[0]}`);
    if (script) await look(here(page));
    await page.context().close();
  });
  await journey(`places: from a programme to its hosts, from a claim to its place of work${script ? "" : ", without JavaScript"}`, async () => {
    const page = await open({ script });
    await page.goto("/places");
    await page.click("main a:has-text('programmes')");
    await page.click("tbody th a:has-text('North Korea')");
    await expect(page, "h1", "Workers from North Korea");
    const programme = here(page);
    await page.click("main a:has-text('How many in Russia?')");
    await expect(page, "main", "30,023");
    await page.goto("/sites");
    await page.click("tbody th a");
    const site = here(page);
    await page.click("blockquote a.claim");
    await page.click("tbody td a[href^='/sites/']");
    await expect(page, "main", "Passages");
    if (script) for (const path of ["/programmes", programme, "/sites", site, "/design"]) await look(path);
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

await journey("screening: a list comes, a kept screening is asked again, a dossier is taken along", async () => {
  const page = await open();
  await page.goto("/lists");
  await look("/lists");
  const entry = (id, name) => `${JSON.stringify({ id, schema: "Company", properties: { name: [name], country: ["ru"], topics: ["sanction"] }, datasets: ["example"] })}\n`;
  const file = (text) => ({ name: "example.ftm.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.fill("#name", "example-x");
  await page.setInputFiles("#files", file(entry("x-1", "Primstroi-Vostok") + entry("x-2", "Example Fisheries")));
  await page.click("button:has-text('Add this list')");
  await page.waitForURL("**/lists/example-x");
  await page.setInputFiles("#files", file(entry("x-1", "Primstroi-Vostok LLC") + entry("x-2", "Example Fisheries")));
  await page.click("button:has-text('Load')");
  await page.click("a:has-text('against the one before')");
  await expect(page, "main ins", "Primstroi-Vostok LLC");
  const changes = here(page);
  await page.goto("/screening");
  await page.click("tbody a[href^='/screenings/'] >> nth=-1");
  await expect(page, ".note.warn", "example-x is new");
  const kept = here(page);
  await look(kept);
  await page.click("button:has-text('Ask again')");
  await page.waitForURL("**/rescreening/*", { timeout: 60_000 });
  await expect(page, "main", "have another answer");
  await page.click("a:has-text('The new answers')");
  await page.click("a[aria-label^='Dossier on']");
  await expect(page, "h1", "Primstroi-Vostok");
  const dossier = here(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("main a:text-is('ZIP')")]);
  if (readFileSync(await download.path()).subarray(0, 2).toString() !== "PK") fault(`${dossier}: the dossier is no ZIP`);
  for (const path of ["/lists", "/lists/example-x", "/lists/example-x/entries", changes, "/dossier", dossier]) await look(path);
  await page.context().close();
});

await journey("feeds: what is open and nothing else, whoever asks", async () => {
  const page = await open({ at: team });
  await page.goto("/feeds");
  const feeds = await page.locator("main a[href$='.atom']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  if (feeds.length === 0) fault("/feeds: there is none, and sources are open");
  const library = await (await page.request.get("/library")).text();
  const open_sources = new Set(library.match(/\/sources\/[0-9a-f]{64}/g));
  for (const feed of feeds) {
    const answer = await page.request.get(feed);
    const links = await page.evaluate((text) => {
      const atom = new DOMParser().parseFromString(text, "application/xml");
      const entries = [...atom.querySelectorAll("entry")];
      const whole = [atom.documentElement, ...entries].every((one) => ["id", "title", "updated"].every((name) => one.querySelector(`:scope > ${name}`)?.textContent));
      if (atom.querySelector("parsererror") || atom.documentElement.namespaceURI !== "http://www.w3.org/2005/Atom" || !whole) return null;
      return entries.map((one) => one.querySelector("link[rel=alternate], link:not([rel])")?.getAttribute("href"));
    }, await answer.text());
    if (!answer.headers()["content-type"].startsWith("application/atom+xml") || !links?.length) fault(`${feed}: no Atom feed with entries`);
    const told = await (await page.request.get(feed.replace(/atom$/, "json"))).json();
    const is_whole = told.version === "https://jsonfeed.org/version/1.1" && told.title && told.items.every((item) => item.id && item.url && item.content_text && !Number.isNaN(Date.parse(item.date_modified)));
    if (!is_whole) fault(`${feed.replace(/atom$/, "json")}: not what JSON Feed 1.1 asks for`);
    for (const link of [...(links ?? []), ...told.items.map((item) => item.url)]) {
      if (!open_sources.has(new URL(link).pathname)) fault(`${feed}: leads to ${link}, which strangers do not see`);
    }
  }
  await look("/feeds", { at: team });
  await page.context().close();
});

const words = (of) => `some long words of the ${of}`;

async function enter(page, name, password) {
  await page.goto("/sign-in");
  await page.fill("#name", name);
  await page.fill("#password", password);
  await page.click("main form button");
}

/** Follows an invitation to a role, in a window of its own; gives its cookies. */
async function invited(admin, role) {
  await admin.goto("/accounts");
  await admin.check(`input[name=role][value=${role}]`);
  await admin.click("button:has-text('Make a link')");
  const link = new URL((await admin.locator(".note.good .code").textContent()).trim()).pathname;
  const page = await open({ at: team });
  await look(link, { at: team });
  await page.goto(link);
  await page.fill("#name", `one-${role}`);
  await page.fill("#password", words(role));
  await page.fill("#again", words(role));
  await page.click("main form button");
  await expect(page, ".who", `one-${role}`);
  return page;
}

await journey("accounts: from the first run to people with roles, signed in and out", async () => {
  const admin = await open({ at: team });
  await admin.goto("/review");
  await expect(admin, "h1", "The first account");
  await look("/setup", { at: team });
  await admin.fill("#code", code);
  await admin.fill("#name", "boss");
  await admin.fill("#password", words("boss"));
  await admin.fill("#again", words("boss"));
  await admin.click("main form button");
  await expect(admin, ".who", "boss");

  const reader = await invited(admin, "reader");
  await reader.goto("/library");
  for (const [path, status] of [["/screenings/00", 404], ["/review", 403], ["/accounts", 403], ["/dossier", 403]]) {
    const answer = await reader.goto(path);
    if (answer.status() !== status) fault(`${path}: a reader gets ${answer.status()}`);
  }
  const editor = await invited(admin, "editor");
  if (!(await editor.goto("/review")).ok()) fault("/review: an editor is turned away");

  const state = await admin.context().storageState();
  for (const path of ["/account", "/accounts"]) await look(path, { at: team, state });
  // Another role counts from the next request on; whoever is shut out is out at once.
  await admin.goto("/accounts");
  const row = admin.locator("tr", { has: admin.locator("th:has-text('one-reader')") });
  await row.locator("select").selectOption("editor");
  await row.locator("button:has-text('Change')").click();
  if (!(await reader.goto("/review")).ok()) fault("/review: somebody who became an editor is turned away");
  await editor.click("button:has-text('Sign out')");
  if (new URL((await editor.goto("/review"), editor.url())).pathname !== "/sign-in") fault("/review: somebody signed out still gets in");
  await enter(editor, "one-editor", words("editor"));
  await expect(editor, ".who", "one-editor");
  await admin.goto("/accounts");
  await admin.click("button[aria-label='Shut out one-editor']");
  await editor.goto("/review");
  if (new URL(editor.url()).pathname !== "/sign-in") fault("/review: somebody shut out still gets in");
  for (const page of [admin, reader, editor]) await page.context().close();
});

await journey("accounts: whoever guesses has to wait", async () => {
  const page = await open({ at: team });
  await look("/sign-in", { at: team });
  await enter(page, "one-reader", "a wrong password");
  await expect(page, "[role=alert]", "");
  let last = 0;
  for (let tries = 0; tries < 7 && last !== 429; tries++) {
    await page.goto("/sign-in");
    await page.fill("#name", "one-reader");
    await page.fill("#password", "a wrong password");
    const [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === "POST"), page.click("main form button")]);
    last = answer.status();
  }
  if (last !== 429) fault(`/sign-in: eight wrong passwords, and the last answer is ${last}`);
  // The right one has to wait as well.
  await enter(page, "one-reader", words("reader"));
  if ((await page.locator(".who").count()) && (await page.locator(".who").first().textContent()).includes("one-reader")) fault("/sign-in: a guess gets in during the wait");
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
