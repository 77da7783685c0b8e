(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const body = byId("findings").tBodies[0];
  const rows = [...body.rows].map((row) => ({
    row,
    place: Number(row.dataset.place),
    text: row.textContent.toLowerCase(),
    message: row.querySelector(".message").textContent,
    code: row.dataset.code,
    severity: row.dataset.severity,
    table: row.dataset.table,
    fixable: row.dataset.fixable,
  }));
  const heads = [...document.querySelectorAll("[data-sort]")];
  const codes = [...document.querySelectorAll("[data-code][aria-pressed]")];
  const pressed = (button) => button.getAttribute("aria-pressed") === "true";

  function filter() {
    const words = byId("query").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = codes.filter(pressed).map((button) => button.dataset.code);
    const [severity, table, fixable] = ["severity", "table", "fixable"].map((id) => byId(id).value);
    let shown = 0;
    for (const one of rows) {
      const fits = (!wanted.length || wanted.includes(one.code)) && (!severity || one.severity === severity)
        && (!table || one.table === table) && (!fixable || one.fixable === fixable) && words.every((word) => one.text.includes(word));
      one.row.hidden = !fits;
      shown += fits;
    }
    byId("shown").textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} listed`;
    byId("nothing").hidden = shown > 0;
  }

  function sort(head) {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const key = head.dataset.sort;
    const compare = (a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0);
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort((a, b) => (up ? 1 : -1) * compare(a, b) || a.place - b.place);
    body.append(...rows.map((one) => one.row));
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }
  for (const button of codes) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(!pressed(button)));
      filter();
    });
  }
  for (const id of ["query", "severity", "table", "fixable"]) byId(id).addEventListener("input", filter);
  byId("reset").addEventListener("click", () => {
    for (const id of ["query", "severity", "table", "fixable"]) byId(id).value = "";
    for (const button of codes) button.setAttribute("aria-pressed", "false");
    filter();
  });
  document.querySelector(".controls").hidden = false;
  filter();
})();
