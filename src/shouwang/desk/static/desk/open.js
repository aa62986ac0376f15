/* An address of an invitation or a link carries its secret behind the #: put it into the form and send that. */
const form = document.querySelector("form[data-code-from-address]");
const code = location.hash.slice(1);
if (form && code) {
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  if (!document.querySelector(".note.error")) form.requestSubmit();
}
addEventListener("hashchange", () => location.reload());
