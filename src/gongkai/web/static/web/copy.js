/* A button that copies the text of a field: data-copy is the field's id, data-done what the button says then. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    var field = document.getElementById(button.getAttribute("data-copy"));
    var before = button.textContent;
    function done() {
      button.textContent = button.getAttribute("data-done");
      setTimeout(function () { button.textContent = before; }, 2000);
    }
    function byHand() {
      field.focus();
      field.select();
      if (document.execCommand("copy")) done();
    }
    // Without https there is no clipboard object: offices inside a local network are served so.
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(field.value).then(done, byHand);
    else byHand();
  });
})();
