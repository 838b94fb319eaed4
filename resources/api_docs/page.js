// Shows the API's document and lets one try it. The token lives in this variable only; every text goes in as text.
let token = null;
const byId = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function report(text) {
  byId("problem").textContent = text;
  byId("problem").hidden = text === "";
}

async function ask(path, options = {}) {
  const headers = { "Accept-Language": "en", ...options.headers };
  if (token !== null) headers.Authorization = `Bearer ${token}`;
  return fetch(path, { ...options, headers, cache: "no-store", credentials: "omit", redirect: "error" });
}

async function load() {
  const answer = await ask("/api/openapi.json");
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  for (const id of ["login", "give-token"]) byId(id).hidden = true;
  byId("search").hidden = false;
  show(body);
}

function resolve(contract, schema) {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : contract.components.schemas[name];
}

function typeText(contract, schema, depth = 0) {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((one) => typeText(contract, one, depth)).join(" | ");
  const known = resolve(contract, schema);
  if (known.type === "array") {
    if (known.prefixItems) return `[${known.prefixItems.map((one) => typeText(contract, one, depth)).join(", ")}]`;
    return `[${known.items ? typeText(contract, known.items, depth) : "any"}, …]`;
  }
  if (known.type === "object" && known.properties) {
    const pad = "  ".repeat(depth + 1);
    const required = new Set(known.required ?? []);
    const lines = Object.entries(known.properties).map(
      ([key, value]) => `${pad}${key}${required.has(key) ? "" : "?"}: ${typeText(contract, value, depth + 1)}`);
    return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
  }
  if (known.type === "object" && typeof known.additionalProperties === "object") {
    return `{ name: ${typeText(contract, known.additionalProperties, depth)} }`;
  }
  return known.type ?? "any";
}

function show(contract) {
  byId("about").replaceChildren(...withCode(`${contract.info.description} Version ${contract.info.version}.`));
  const groups = new Map();
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operationView(contract, path, method, operation));
    }
  }
  const place = byId("operations");
  place.replaceChildren();
  for (const [tag, views] of groups) place.append(element("section", {}, element("h2", {}, tag), ...views));
}

function operationView(contract, path, method, operation) {
  const inside = element("div", { class: "inside" });
  if (operation.description) inside.append(element("p", { class: "quiet" }, ...withCode(operation.description)));
  if (operation.parameters) inside.append(parameterTable(contract, operation.parameters));
  inside.append(trial(path, method, operation), element("h3", {}, "Answers"));
  for (const [media, content] of Object.entries(operation.responses["200"].content ?? {})) {
    inside.append(element("p", { class: "quiet" }, media), element("pre", {}, typeText(contract, content.schema)));
  }
  const others = Object.entries(operation.responses).filter(([code]) => code !== "200");
  inside.append(table([], others.map(([code, response]) => [code, response.description])));
  const view = element("details", {},
    element("summary", {}, element("span", { class: "method" }, method.toUpperCase()), element("code", {}, path),
      " ", ...withCode(operation.summary)), inside);
  view.dataset.words = `${path} ${operation.summary}`.toLowerCase();
  return view;
}

// What stands between backticks becomes code.
function withCode(text) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}

function table(head, rows) {
  const line = (kind, attributes) => (cells) =>
    element("tr", {}, ...cells.map((cell) => element(kind, attributes, ...[cell].flat())));
  const body = element("tbody", {}, ...rows.map(line("td", {})));
  return head.length ? element("table", {}, element("thead", {}, line("th", { scope: "col" })(head)), body)
    : element("table", {}, body);
}

function parameterTable(contract, parameters) {
  return table(["Parameter", "Type", "Default", "Meaning"], parameters.map((parameter) => [
    [element("code", {}, parameter.name), parameter.required ? " (required)" : ""],
    typeText(contract, parameter.schema),
    String(parameter.schema.default ?? ""),
    withCode(parameter.description),
  ]));
}

function trial(path, method, operation) {
  const fields = new Map();
  const row = element("div", { class: "parameters" });
  for (const parameter of operation.parameters ?? []) {
    const input = element("input", { name: parameter.name, autocomplete: "off" });
    fields.set(parameter.name, input);
    row.append(element("label", {}, parameter.name, input));
  }
  let body = null;
  if (operation.requestBody) {
    const properties = operation.requestBody.content["application/json"].schema.properties;
    const example = Object.fromEntries(Object.keys(properties).map((name) => [name, ""]));
    body = element("textarea", { "aria-label": "Request body", spellcheck: "false" });
    body.value = JSON.stringify(example, null, 2);
  }
  const output = element("pre", { "aria-live": "polite", hidden: "" });
  const form = element("form", {}, row, ...(body ? [body] : []), element("button", {}, "Try it"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, input] of fields) if (input.value !== "") query.set(name, input.value);
    const options = { method: method.toUpperCase() };
    if (body) Object.assign(options, { body: body.value, headers: { "Content-Type": "application/json" } });
    output.hidden = false;
    output.textContent = "…";
    try {
      output.textContent = await answerText(await ask(query.size ? `${path}?${query}` : path, options));
    } catch (error) {
      output.textContent = String(error);
    }
  });
  return element("div", {}, form, output);
}

async function answerText(answer) {
  const head = `${answer.status} ${answer.statusText}`;
  if (answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    const reader = answer.body.getReader(); // the first event only: a stream has no end
    let text = "";
    while (!text.includes("data:")) {
      const { done, value } = await reader.read();
      if (done) break;
      text += new TextDecoder().decode(value);
    }
    await reader.cancel();
    return `${head}\n\n${text}`;
  }
  const text = await answer.text();
  try {
    return `${head}\n\n${JSON.stringify(JSON.parse(text), null, 2)}`;
  } catch {
    return `${head}\n\n${text}`;
  }
}

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  report("");
  try {
    const answer = await ask("/api/auth/login/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: byId("username").value, password: byId("password").value }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message);
    byId("password").value = "";
    token = body.data.access_token;
    await load();
  } catch (error) {
    token = null;
    report(error.message);
  }
});

byId("give-token").addEventListener("submit", async (event) => {
  event.preventDefault();
  report("");
  token = byId("token").value.trim();
  try {
    await load();
    byId("token").value = "";
  } catch (error) {
    token = null;
    report(error.message);
  }
});

byId("query").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const view of document.querySelectorAll("#operations details")) {
    view.hidden = !view.dataset.words.includes(wanted);
  }
  for (const section of document.querySelectorAll("#operations section")) {
    section.hidden = section.querySelector("details:not([hidden])") === null;
  }
});
