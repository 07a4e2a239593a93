/* A finding and its cells light up together; without this the anchors do the same one by one. */
(function () {
  "use strict";
  var desk = document.querySelector(".desk");
  if (!desk) return;

  function lit(number, on) {
    var all = desk.querySelectorAll('[data-f~="' + number + '"], #f' + number + ', .mark[href="#f' + number + '"]');
    Array.prototype.forEach.call(all, function (element) {
      element.classList.toggle("lit", on);
    });
  }
  function clear() {
    Array.prototype.forEach.call(desk.querySelectorAll(".lit"), function (element) {
      element.classList.remove("lit");
    });
  }
  function fromHash() {
    var found = /^#[fm](\d+)/.exec(window.location.hash);
    clear();
    if (found) lit(found[1], true);
  }
  function numberOf(target) {
    var finding = target.closest(".finding");
    if (finding) return finding.getAttribute("data-number");
    var mark = target.closest(".mark");
    return mark ? mark.getAttribute("href").slice(2) : null;
  }
  desk.addEventListener("mouseover", function (event) {
    var number = numberOf(event.target);
    if (number) lit(number, true);
  });
  desk.addEventListener("mouseout", function (event) {
    var number = numberOf(event.target);
    var kept = /^#[fm](\d+)/.exec(window.location.hash);
    if (number && !(kept && kept[1] === number)) lit(number, false);
  });
  // A mark in the report may lead to a finding the filter hides: show all again.
  desk.addEventListener("click", function (event) {
    var mark = event.target.closest(".mark");
    if (!mark) return;
    var finding = document.getElementById(mark.getAttribute("href").slice(1));
    if (finding && finding.offsetParent === null) document.getElementById("show-all").checked = true;
  });
  window.addEventListener("hashchange", fromHash);
  fromHash();
})();
