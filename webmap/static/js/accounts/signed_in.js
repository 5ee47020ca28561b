// What every page of somebody who is signed in has: the account menu, and forms that lose nothing.

import "./account_menu.js";
import "../page/forms.js";
