/* Marks that scripts run, and the two buttons every page may have: print, copy. */
(function () {
  "use strict";
  document.documentElement.classList.remove("no-js");
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-print]");
    if (button) window.print();
  });
})();
