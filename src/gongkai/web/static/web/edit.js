/* Saves what is changed as it is changed, and brings findings, marks and values up to date without drawing the page anew. */
(function () {
  "use strict";
  var form = document.getElementById("edit");
  if (!form) return;
  var status = document.getElementById("edit-status");
  var problems = document.getElementById("edit-problems");
  var PAUSE = 450;
  var AGAIN = 4000;
  var dirty = {}; // name of a field → true: typed since it was last sent
  var timer = null;
  var sending = null; // names of fields on their way
  var address = ""; // where a link leads that waits for the save
  var waiting = null; // buttons pressed while a save was under way

  function say(key, bad) {
    status.textContent = key ? status.getAttribute("data-" + key) : "";
    status.classList.toggle("bad", !!bad);
  }
  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }
  function isField(element) {
    return element.name && element.name.indexOf("e.") === 0;
  }
  function byName(name) {
    return form.elements.namedItem(name);
  }
  function message(extra, names) {
    var data = new FormData();
    data.append("partial", "1");
    data.append("csrfmiddlewaretoken", byName("csrfmiddlewaretoken").value);
    Object.keys(names || dirty).forEach(function (name) { data.append(name, byName(name).value); });
    (extra || []).forEach(function (pair) { data.append(pair[0], pair[1]); });
    return data;
  }
  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(function () { send(); }, pause);
  }
  function send(extra) {
    clearTimeout(timer);
    if (!extra && !Object.keys(dirty).length) return;
    say("saving");
    if (sending) {
      waiting = (waiting || []).concat(extra || []);
      return;
    }
    var sent = dirty;
    var data = message(extra);
    var typed = {};
    Object.keys(sent).forEach(function (name) { typed[name] = byName(name).value; });
    var failed = false;
    dirty = {};
    sending = sent;
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (response) {
        if (response.status === 404) throw "gone";
        if (response.status === 403) throw "old";
        if (!response.ok || response.redirected) throw "away";
        return response.json();
      })
      .then(function (answer) {
        sending = null;
        update(answer, typed);
      })
      .catch(function (error) {
        sending = null;
        failed = true;
        address = "";
        Object.keys(sent).forEach(function (name) { dirty[name] = true; });
        var key = error === "gone" || error === "old" ? error : "away";
        say(key, true);
        if (key === "away") {
          if (extra) waiting = extra.concat(waiting || []);
          clearTimeout(timer);
          timer = setTimeout(function () { send(taken()); }, AGAIN);
        }
      })
      .then(function () {
        if (sending || failed) return;
        if (waiting) send(taken());
        else if (Object.keys(dirty).length) later(PAUSE);
      });
  }
  function taken() {
    var extra = waiting;
    waiting = null;
    return extra || undefined;
  }

  function update(answer, typed) {
    var changedForm = all("table.edit").some(function (table) {
      var key = (/table\d/.exec(table.className) || [""])[0];
      return answer.forms[key] && answer.forms[key] !== table.getAttribute("data-form");
    });
    if (changedForm) { // other rows and columns: the page has to be drawn anew
      window.removeEventListener("beforeunload", guard);
      window.location.reload();
      return;
    }
    var refused = [];
    Object.keys(answer.fields).forEach(function (place) {
      var field = answer.fields[place];
      var element = byName("e." + place);
      if (!element) return;
      if (field.refused) refused.push([element, field.refused]);
      one(element, field, typed["e." + place]);
    });
    byName("drawn").value = answer.drawn;
    replaceFindings(answer.findings);
    replace("changes", answer.changes);
    replace("edit-summary", answer.summary);
    problems.textContent = "";
    refused.forEach(function (pair) {
      var line = document.createElement("p");
      line.className = "alert error";
      line.textContent = pair[1];
      problems.appendChild(line);
    });
    if (answer.trouble) {
      var line = document.createElement("p");
      line.className = "alert warning";
      line.textContent = answer.trouble;
      problems.appendChild(line);
    }
    if (waiting || Object.keys(dirty).length) return;
    if (address) {
      window.location.href = address;
      address = "";
    }
    say(refused.length ? "refused" : "saved", refused.length);
  }
  function one(element, field, typed) {
    var box = element.closest(".field");
    if (!box || box.getAttribute("data-place") !== element.name.slice(2)) { // a unit beside its cell
      if (!dirty[element.name]) element.value = field.value;
      return;
    }
    if (field.refused) element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
    // What is being typed stays as it is; it is evened when the field is left.
    var busy = dirty[element.name] || (document.activeElement === element && typed !== undefined);
    if (!busy && !field.refused && element.value !== field.value) {
      element.value = field.value;
      grow(element);
    }
    if (!field.refused) element.setAttribute("data-even", field.value);
    ["error", "warning", "info"].forEach(function (name) { box.classList.toggle(name, field.severity === name); });
    ["filled", "zero", "blank", "absent"].forEach(function (name) { box.classList.toggle(name, field.state === name); });
    box.classList.toggle("changed", field.before !== null);
    if (field.state) element.placeholder = field.state === "absent" ? form.getAttribute("data-absent") : "";
    if (field.concerns.length) {
      box.setAttribute("data-f", field.concerns.join(" "));
      element.setAttribute("aria-describedby", field.concerns.map(function (n) { return "f" + n; }).join(" "));
    } else {
      box.removeAttribute("data-f");
      element.removeAttribute("aria-describedby");
    }
    var marks = box.querySelector(".marks");
    if (marks && marks.innerHTML !== field.marks) marks.innerHTML = field.marks;
    var was = box.querySelector(".was");
    if (was) {
      was.hidden = field.before === null;
      if (field.before !== null) was.querySelector("del").textContent = field.before || form.getAttribute("data-empty");
    }
  }
  function replace(id, html) {
    var box = document.getElementById(id);
    if (box.innerHTML !== html) box.innerHTML = html;
  }
  function replaceFindings(html) {
    var old = document.getElementById("findings");
    var shown = all(".filter", old).filter(function (input) { return input.checked; })[0];
    var top = old.scrollTop;
    var focused = old.contains(document.activeElement);
    var holder = document.createElement("div");
    holder.innerHTML = html;
    var fresh = holder.firstElementChild;
    old.parentNode.replaceChild(fresh, old);
    fresh.scrollTop = top;
    all(".desk .lit").forEach(function (element) { element.classList.remove("lit"); });
    if (/^#[fm]\d/.test(window.location.hash)) history.replaceState(null, "", window.location.pathname); // numbers have moved
    var again = shown && document.getElementById(shown.id);
    if (again && !again.disabled) again.checked = true;
    if (focused) {
      var next = fresh.querySelector(".fix button") || fresh.querySelector(".finding .where") || fresh.querySelector("h2");
      if (next.tagName === "H2") next.tabIndex = -1;
      next.focus({ preventScroll: true });
    }
  }

  function grow(element) {
    if (element.tagName !== "TEXTAREA" || element.offsetParent === null) return;
    var top = window.pageYOffset;
    element.rows = 1;
    element.style.height = "auto";
    element.style.height = element.scrollHeight + 2 + "px";
    if (window.pageYOffset !== top) window.scrollTo(window.pageXOffset, top);
  }
  function guard(event) {
    if (!status.classList.contains("bad") || !Object.keys(dirty).length) return; // the rest is sent as the page goes
    event.preventDefault();
    event.returnValue = "";
  }

  form.addEventListener("compositionend", typed);
  form.addEventListener("input", function (event) {
    if (!event.isComposing) typed(event); // half a word of an input method is nothing to check
  });
  function typed(event) {
    if (!isField(event.target)) return;
    dirty[event.target.name] = true;
    say("saving");
    grow(event.target);
    later(PAUSE);
  }
  // What is taken away has what was typed the moment before.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".menu-body a, .tools a");
    if (!link || (!sending && !Object.keys(dirty).length)) return;
    event.preventDefault();
    address = link.href;
    send();
  });
  form.addEventListener("change", function (event) {
    if (!isField(event.target)) return;
    if (event.target.tagName === "SELECT") dirty[event.target.name] = true;
    later(0);
  });
  form.addEventListener("focusout", function (event) {
    var even = event.target.getAttribute && event.target.getAttribute("data-even");
    if (!isField(event.target) || dirty[event.target.name] || sending || even === null) return;
    if (event.target.getAttribute("aria-invalid") !== "true") event.target.value = even;
  });
  form.addEventListener("keydown", function (event) {
    // Enter in a line of the head is no order to send everything.
    if (event.key === "Enter" && event.target.tagName === "INPUT" && !event.defaultPrevented) event.preventDefault();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var button = event.submitter || document.activeElement;
    if (!button || !button.name || (button.name !== "fill" && button.name !== "reset")) {
      send();
      return;
    }
    var sure = button.getAttribute("data-sure");
    if (sure && !window.confirm(sure)) return;
    var places = button.name === "reset" ? [button.value] : filled(button.value);
    places.forEach(function (place) {
      if (place === "all") dirty = {};
      else delete dirty["e." + place];
    });
    send([[button.name, button.value]]);
  });
  function filled(query) {
    return query.split("&").map(function (pair) { return decodeURIComponent(pair.split("=")[0].replace(/\+/g, " ")); });
  }
  // A finding leads to its field, with the words in question selected.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".finding .where, .changes .place");
    if (!link) return;
    var finding = link.closest(".finding");
    var field = finding ? byName("e." + finding.getAttribute("data-field")) : document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    if (finding) history.replaceState(null, "", "#f" + finding.getAttribute("data-number"));
    window.dispatchEvent(new Event("hashchange"));
    var closed = field.closest("details");
    if (closed) closed.open = true;
    (field.closest("td, .field") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
    var quote = finding && finding.getAttribute("data-quote");
    var at = quote ? field.value.indexOf(quote) : -1;
    if (field.tagName === "TEXTAREA" && at >= 0) field.setSelectionRange(at, at + quote.length);
  });
  window.addEventListener("beforeunload", guard);
  window.addEventListener("pagehide", function () {
    var names = Object.assign({}, sending || {}, dirty);
    if (Object.keys(names).length && navigator.sendBeacon) navigator.sendBeacon(form.action, message([], names));
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
  all("textarea", form).forEach(grow);
  all(".beside", form).forEach(function (box) {
    box.addEventListener("toggle", function () { grow(box.querySelector("textarea")); });
  });
})();
