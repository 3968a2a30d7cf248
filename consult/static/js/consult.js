// Every page works without this file; it wakes GOV.UK's components where scripts run.
import { initAll } from "./govuk-frontend.js";
import { chooseByKeys } from "./choose-keys.js";
import { lookAgain } from "./look-again.js";
import { usePasskeys } from "./passkeys.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
lookAgain();
chooseByKeys();
usePasskeys();
