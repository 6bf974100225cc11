<?php
// Must-use plugin: the page answers under the address that it is measured by.
add_filter('redirect_canonical', '__return_false');
