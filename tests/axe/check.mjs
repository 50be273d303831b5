// Looks at pages with axe-core in headless Chromium, 1280 and 320 pixels wide, light and dark, and
// at how they scroll and print. Exits with 1 where a page has a violation.
//
//   node check.mjs [--pictures FOLDER] PAGE.html…
//
// CHROMIUM names the browser; without it /usr/bin/chromium.

import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const given = process.argv.slice(2);
const pictures = given[0] === "--pictures" ? given.splice(0, 2)[1] : null;
if (given.length === 0) {
  console.error("to do: name the pages to look at");
  process.exit(2);
}
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
});
let faults = 0;
const fault = (words) => {
  faults += 1;
  console.log(`  FAULT ${words}`);
};

for (const file of given) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => fault(`console: ${message.text()}`));
  // For axe alone: the page's own policy allows no scripts, and that is as it should be.
  await page.setBypassCSP(true);
  for (const width of [1280, 320]) {
    for (const scheme of ["light", "dark"]) {
      await page.setViewport({ width, height: 900, deviceScaleFactor: 1 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(pathToFileURL(resolve(file)).href);
      // A logo is carried in the page.
      const outside = asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"));
      if (outside.length) fault(`asks for ${outside.join(", ")}`);
      await page.evaluate(axe);
      const found = await page.evaluate(
        (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }),
        tags,
      );
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      console.log(
        `${basename(file)}, ${width} px, ${scheme}: ${found.violations.length} violations, ` +
          `${found.passes.length} rules passed, ${found.incomplete.length} to be looked at, ` +
          `${overflow} px too wide`,
      );
      for (const one of found.violations) {
        const where = one.nodes.slice(0, 3).map((node) => node.target.join(" "));
        fault(`${one.id}: ${one.help} (${one.nodes.length}): ${where.join(" | ")}`);
      }
      for (const one of found.incomplete) {
        const where = one.nodes.slice(0, 3).map((node) => node.target.join(" "));
        console.log(`  look at ${one.id} (${one.nodes.length}): ${where.join(" | ")}`);
      }
      if (overflow > 0) fault(`the page scrolls sideways by ${overflow} px`);
      if (pictures) {
        const name = `${basename(file, ".html")}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(pictures, name), fullPage: true });
      }
    }
  }
  if (pictures) {
    await page.emulateMediaFeatures([]);
    const path = join(pictures, `${basename(file, ".html")}.pdf`);
    await page.pdf({ path, preferCSSPageSize: true, printBackground: false });
  }
  await page.close();
}

// Without the bypass: the policy must let the page's own style through.
for (const file of given) {
  const page = await browser.newPage();
  page.on("console", (message) => fault(`${basename(file)}, its policy: ${message.text()}`));
  await page.goto(pathToFileURL(resolve(file)).href);
  const styled = await page.evaluate(() => getComputedStyle(document.querySelector("h1")).clear);
  if (styled !== "both") fault(`${basename(file)}: its style sheet is not used`);
  await page.close();
}
await browser.close();
console.log(faults === 0 ? "No faults." : `${faults} faults.`);
process.exit(faults === 0 ? 0 : 1);
