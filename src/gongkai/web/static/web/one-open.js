/* Of the sums on a page one is open at a time, also in browsers that do not know the name of a group of details. */
(function () {
  "use strict";
  var sums = document.querySelectorAll(".rollup td details");
  Array.prototype.forEach.call(sums, function (sum) {
    sum.addEventListener("toggle", function () {
      if (!sum.open) return;
      Array.prototype.forEach.call(sums, function (other) {
        if (other !== sum) other.open = false;
      });
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    Array.prototype.forEach.call(sums, function (sum) {
      if (!sum.open) return;
      sum.open = false;
      sum.querySelector("summary").focus();
    });
  });
})();
