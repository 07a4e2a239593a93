/* What is typed into a form is kept on the server; leaving with something unsaved is warned of. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form) return;
  var said = form.querySelector(".draft-said");
  var dirty = false, saving = false, again = false, timer = null, sent = false;
  var SKIP = { csrfmiddlewaretoken: 1, key: 1, version: 1 };

  function fields() {
    var data = {};
    Array.prototype.forEach.call(form.elements, function (element) {
      if (!element.name || SKIP[element.name] || element.type === "file" || element.type === "password" || element.type === "submit") return;
      if ((element.type === "checkbox" || element.type === "radio") && !element.checked) return;
      if (element.tagName === "SELECT" && element.multiple) {
        data[element.name] = Array.prototype.filter.call(element.options, function (o) { return o.selected; }).map(function (o) { return o.value; });
        return;
      }
      (data[element.name] = data[element.name] || []).push(element.value);
    });
    return data;
  }
  function say(key, values, lost) {
    said.textContent = form.getAttribute("data-say-" + key).replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
    said.classList.toggle("lost", Boolean(lost));
  }
  function signedOut() {
    say("out", {}, true);
    var link = document.createElement("a");
    link.href = form.getAttribute("data-drafts");
    link.target = "_blank";
    link.rel = "noopener";
    link.href = "/desk/";
    link.textContent = form.getAttribute("data-say-sign-in");
    said.appendChild(document.createTextNode(" "));
    said.appendChild(link);
  }
  function token() {
    return form.querySelector("[name=csrfmiddlewaretoken]");
  }
  function save() {
    timer = null;
    if (sent) return;
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    var body = new FormData();
    body.append("csrfmiddlewaretoken", token().value);
    body.append("form", form.getAttribute("data-draft"));
    body.append("data", JSON.stringify(fields()));
    dirty = false;
    fetch(form.getAttribute("data-drafts"), { method: "POST", body: body, credentials: "same-origin", headers: { "X-Desk": "draft" } }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) {
        dirty = true;
        signedOut();
        return null;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json().then(function (kept) { say("kept", { at: kept.at }); });
    }).catch(function () {
      dirty = true;
      say("lost", {}, true);
      if (!timer) timer = setTimeout(save, 5000);
    }).then(function () {
      saving = false;
      if (again) {
        again = false;
        save();
      }
    });
  }
  /* Somebody signed in anew in another window: this form goes on with the token that is good now. */
  function renew() {
    if (!dirty) return;
    fetch(form.getAttribute("data-drafts"), { credentials: "same-origin", headers: { "X-Desk": "draft" } }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (now) {
      if (!now || now.user !== form.getAttribute("data-user")) return;
      token().value = now.token;
      save();
    }).catch(function () {});
  }
  form.addEventListener("input", function () {
    dirty = true;
    if (timer) clearTimeout(timer);
    timer = setTimeout(save, 1200);
  });
  form.addEventListener("change", function () {
    dirty = true;
    if (!timer) timer = setTimeout(save, 300);
  });
  form.addEventListener("desk:uploaded", save);
  form.addEventListener("submit", function () {
    sent = true;
    if (timer) clearTimeout(timer);
  });
  window.addEventListener("pageshow", function () { sent = false; });
  window.addEventListener("online", function () { if (dirty) save(); });
  window.addEventListener("focus", renew);
  window.addEventListener("beforeunload", function (event) {
    if (!dirty || sent) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
