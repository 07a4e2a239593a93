/* A chosen file goes up in pieces at once; when the line drops, it goes on where the server says. */
(function () {
  "use strict";
  function say(input, key, values) {
    var text = box(input).getAttribute("data-say-" + key) || "";
    box(input).querySelector(".upload-said").textContent = text.replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; });
  }
  function box(input) {
    return input.closest("[data-upload-box]");
  }
  function post(address, input, values) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", input.form.querySelector("[name=csrfmiddlewaretoken]").value);
    Object.keys(values).forEach(function (name) { body.append(name, values[name]); });
    return fetch(address, { method: "POST", body: body, credentials: "same-origin", headers: { "X-Desk": "upload" } });
  }
  function wait(input, tries) {
    say(input, "waiting", {});
    return new Promise(function (resolve) {
      var timer = setTimeout(on, Math.min(5000, 500 * tries));
      function on() {
        clearTimeout(timer);
        window.removeEventListener("online", on);
        resolve();
      }
      window.addEventListener("online", on);
    });
  }
  function bring(input, file, turn) {
    var start = input.getAttribute("data-upload");
    var hidden = box(input).querySelector("input[type=hidden]");
    var tries = 0;
    function current() {
      return input.getAttribute("data-turn") === turn;
    }
    function begin() {
      if (!current()) return;
      post(start, input, { name: file.name, size: file.size, stamp: String(file.lastModified || 0) }).then(function (answer) {
        if (answer.status === 422 || answer.status === 401 || answer.status === 403) throw { give: true };
        if (!answer.ok) throw new Error("again");
        return answer.json();
      }).then(function (made) { piece(made.id, made.received, made.piece); }).catch(later);
    }
    function later(error) {
      if (!current()) return;
      tries += 1;
      if ((error && error.give) || tries > 200) {
        input.removeAttribute("data-going");
        say(input, "failed", {});
        return;
      }
      wait(input, tries).then(begin);
    }
    function piece(id, received, size) {
      if (!current()) return;
      if (received >= file.size) {
        hidden.value = id;
        input.removeAttribute("data-going");
        input.value = "";
        say(input, "done", { name: file.name });
        input.form.dispatchEvent(new CustomEvent("desk:uploaded"));
        return;
      }
      say(input, "going", { percent: Math.floor(100 * received / file.size) });
      post(start + id + "/", input, { offset: received, piece: file.slice(received, received + size) }).then(function (answer) {
        if (!answer.ok) throw new Error("again");
        return answer.json();
      }).then(function (now) {
        tries = 0;
        piece(id, now.received, size);
      }).catch(later);
    }
    input.setAttribute("data-going", "1");
    begin();
  }
  var turns = 0;
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.hasAttribute || !input.hasAttribute("data-upload") || !input.files || !input.files.length) return;
    var file = input.files[0];
    box(input).querySelector("input[type=hidden]").value = "";
    turns += 1;
    input.setAttribute("data-turn", String(turns));
    if (file.size > +input.getAttribute("data-most")) {
      box(input).querySelector(".upload-said").textContent = input.getAttribute("data-say-large");
      input.value = "";
      return;
    }
    bring(input, file, String(turns));
  });
  /* A form whose file is still on its way waits for it. */
  document.addEventListener("submit", function (event) {
    var going = event.target.querySelector("[data-going]");
    if (!going) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var form = event.target;
    form.addEventListener("desk:uploaded", function go() {
      form.removeEventListener("desk:uploaded", go);
      if (form.requestSubmit) form.requestSubmit(event.submitter || undefined);
      else form.submit();
    });
  }, true);
})();
