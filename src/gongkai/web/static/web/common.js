/* Marks that scripts run, and what every page may have: a button that prints, a file input that names its file. */
(function () {
  "use strict";
  document.documentElement.classList.remove("no-js");
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-print]");
    if (button) window.print();
  });
  document.addEventListener("change", function (event) {
    var pick = event.target.type === "file" && event.target.closest(".pick");
    var named = pick && pick.querySelector(".picked");
    if (!named) return;
    var names = Array.prototype.map.call(event.target.files, function (file) { return file.name; });
    named.textContent = names.join("、") || named.getAttribute("data-none");
  });
})();
