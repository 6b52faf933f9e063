/** The frame: what changes with the notation and the language alone. Parts are found by `data-is`, so there may be several pages in one document. */

/** Write it as HTML. @param {import("./choices.js").Choices} of @param {string} settings what else can be chosen, and `more` of training */
export function frame(of, settings = "", more = "") {
  const w = of.words, lesson = of.lesson, lang = of.language;
  const chosen = (a, b) => (a === b ? " selected" : "");
  const notations = of.lessons.map((one, k) => `<option value="${k}"${chosen(k, of.notation)}>${escaped(one.titles[lang])}</option>`).join("");
  const besides = `<option value="">${w.nothing}</option>` + of.lessons.map((one, k) => `<option value="${k}"${chosen(k, of.beside)}>${escaped(one.titles[lang])}</option>`).join("");
  const languages = Object.keys(of.page.words).map((one) => `<option value="${one}"${chosen(one, lang)}>${escaped(of.page.words[one].name)}</option>`).join("");
  const together = of.page.terms[lang].names.reduce((lists, all) => lists.flatMap((list) => all.map((_, k) => [...list, k])), [[]]);
  const terms = together.map((list) => `<option value="${list}"${chosen(String(list), String(of.terms[lang]))}>${list.map((k, term) => escaped(of.page.terms[lang].names[term][k])).join(", ")}</option>`).join("");
  const decimals = [...Array(13).keys()].map((d) => `<option${chosen(d, of.options.decimals)}>${d}</option>`).join("");
  const button = (name) => `<button data-is="${name}">${w.play?.[name] ?? w[name]}</button>`;
  return `<header><h1>${lesson.title[lang]}</h1><p class="summary">${lesson.summary[lang]}</p>
<div class="tools" role="toolbar" aria-label="${w.tools}">
${of.lessons.length > 1 ? `<label>${w.notation} <select data-is="notation">${notations}</select></label><label>${w.beside} <select data-is="beside">${besides}</select></label>` : ""}
<label>${w.language} <select data-is="language">${languages}</select></label>
<label>${w.terms} <select data-is="terms">${terms}</select></label>
<label>${w.decimals} <select data-is="decimals">${decimals}</select></label>
<label>${w.sign} <select data-is="comma"><option value="0"${chosen(false, of.options.comma)}>0.5</option><option value="1"${chosen(true, of.options.comma)}>0,5</option></select></label>
<label>${w.detail} <select data-is="detail"><option value="0"${chosen(false, of.all)}>${w.one}</option><option value="1"${chosen(true, of.all)}>${w.all}</option></select></label>
<button data-is="help" aria-expanded="false">?</button></div>
<div data-is="keys" class="note" hidden>${w.help} ${w.without}</div><p data-is="refused" class="note" role="status">${w.refused.replace("{value}", () => of.refused.map(escaped).join(", "))}</p></header>${settings}
<aside><figure><div class="scroll" data-is="drawing" tabindex="0" role="group" aria-label="${w.diagram}"></div><figcaption data-is="caption"></figcaption></figure>
<ul class="legend">${["value", "parameter", "gradient", "local", "target"].map((role) => `<li class="r-${role}">${w.roles[role]}</li>`).join("")}</ul>
<section class="training" aria-label="${w.training}"><div class="buttons">${["once", "run", "undo", "restart"].map(button).join("")}</div>
<p data-is="loss" aria-live="off"></p><p data-is="unkept" class="note" hidden>${w.unkept}</p><div data-is="curve"></div>${more}<div data-is="surface"></div></section></aside>
<main><details data-is="data"${more ? "" : " open"}><summary>${w.data}</summary><div data-is="fields"></div></details><details data-is="guide"><summary>${w.guide}</summary>${lesson.guide[lang]}</details><details data-is="drawn"><summary>${w.table.title}</summary><div data-is="table"></div></details><div data-is="steps"></div></main>`;
}

/** A text of somebody's as HTML. */
export function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}
