/** Lists that are read page by page, newest first. Uses {@code problem}. */
package dev.chainrule.paging;
