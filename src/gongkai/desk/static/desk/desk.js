/* The shell: folding the navigation, switching agencies, ticking a whole page, forms that are sent once, copying. */
(function () {
  "use strict";
  function closest(event, selector) {
    return event.target.closest ? event.target.closest(selector) : null;
  }
  document.addEventListener("click", function (event) {
    var fold = closest(event, "[data-fold]");
    if (fold) {
      var side = document.getElementById("side");
      var open = side.classList.toggle("open");
      fold.setAttribute("aria-expanded", open ? "true" : "false");
      if (open) {
        var first = side.querySelector("select, a");
        if (first) first.focus();
      }
    }
    var all = closest(event, "[data-tick-all]");
    if (all) {
      Array.prototype.forEach.call(all.form.querySelectorAll("input[name=chosen]"), function (box) { box.checked = all.checked; });
    }
    var copy = closest(event, "[data-copy]");
    if (copy) {
      var source = document.getElementById(copy.getAttribute("data-copy"));
      source.focus();
      source.select();
      document.execCommand("copy");
      copy.textContent = copy.getAttribute("data-copied");
    }
  });
  document.addEventListener("change", function (event) {
    var submit = closest(event, "[data-submit]");
    if (submit) submit.form.submit();
  });
  /* A form that is on its way is not sent again; the server would do it once only all the same. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.getAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "1");
    var button = event.submitter || form.querySelector("button[type=submit], .button.primary");
    if (button && button.getAttribute("data-busy")) {
      button.setAttribute("data-idle", button.textContent);
      button.textContent = button.getAttribute("data-busy");
    }
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-sent]"), function (form) {
      form.removeAttribute("data-sent");
      var button = form.querySelector("[data-idle]");
      if (button) button.textContent = button.getAttribute("data-idle");
    });
  });
  /* A saved view keeps the address as it is now, after htmx changed it. */
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-here")) event.target.action = window.location.href;
  }, true);
  var problem = document.querySelector(".field.wrong input, .field.wrong select, .field.wrong textarea");
  if (problem) problem.focus();
})();
