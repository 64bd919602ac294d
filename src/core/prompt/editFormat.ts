/** How an answer gives changes of a file; `AnswerParser` reads it. */
export const EDIT_FORMAT = `Give each change like this, the tags on lines of their own:

<edit>
<old>
the lines to be replaced, whole and exactly as they stand in the file
</old>
<new>
the lines that take their place
</new>
</edit>

Quote as few lines as make the place unmistakable, and repeat in <new> those of them that stay. Where you replace a long run of lines, quote its first and its last two lines and put a line that holds only … between them. To add lines, quote the line before them and repeat it. An empty <old> adds to the end of the file. Never write the file anew for a small change. If the marked lines change nearly everywhere, one fenced code block with their whole new text, and no edit, is enough. Outside of these, write one sentence at most.`;
