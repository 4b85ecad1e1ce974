using System.Text;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Tests.Data.Layout;

/// <summary>Labels files beside pictures, in folders and archives alike.</summary>
public sealed class LabelsFileTests : IDisposable
{
    private readonly Pictured data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(
        "dataset.json",
        """{"labels": [["00000/img00000000.png", 1], ["00000/img00000001.png", 0], ["00001/img00000002.png", 10]]}""",
        "0 1 10"
    )]
    [InlineData(
        "dataset.json",
        """{"labels": {"00000/img00000000.png": 1, "00000/img00000001.png": 0, "00001/img00000002.png": 10}, "x": [1]}""",
        "0 1 10"
    )]
    [InlineData(
        "dataset.json",
        """{"labels": [["00000\\img00000000.png", [0, 1.0]], ["00000/img00000001.png", [1, 0]], """
            + """["00001/img00000002.png", [0, 1]]]}""",
        "0 1"
    )]
    [InlineData(
        "labels.csv",
        "filename,label\r\nimg00000000.png,cat\r\nimg00000001.png,\"dog, big\"\r\nimg00000002.png,\"a \"\"cat\"\"\"\r\n",
        "a \"cat\"|cat|dog, big"
    )]
    [InlineData("labels.csv", "id,breed\nimg00000000,cat\nimg00000001,dog\nimg00000002,dog", "cat dog")]
    [InlineData(
        "labels.csv",
        "\ufeffFile Name;Class;Weight\nimg00000000.png;cat;1\nimg00000001.png;dog;2\nimg00000002.png;dog;3\n",
        "cat dog"
    )]
    [InlineData(
        "labels.tsv",
        "image\tcategory\n/home/me/data/00000/img00000000.png\tcat\n../00000/img00000001.png\tdog\n00001/img00000002.png\tdog\n",
        "cat dog"
    )]
    [InlineData(
        "metadata.csv",
        "file_name,text,label\n00000/img00000000.png,a,2\n00000/img00000001.png,b,10\n00001/img00000002.png,c,10\n",
        "2 10"
    )]
    [InlineData(
        "metadata.jsonl",
        "{\"file_name\": \"00000/img00000000.png\", \"label\": \"cat\"}\n\n{\"file_name\": \"00000/img00000001.png\", "
            + "\"label\": 3}\n{\"label\": true, \"file_name\": \"00001/img00000002.png\"}",
        "3 cat true"
    )]
    public void Labels_go_before_folders(string name, string content, string classes)
    {
        data.Add("00000/img00000000.png", "00000/img00000001.png", "00001/img00000002.png").Write(name, content);

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal(classes.Split(classes.Contains('|', StringComparison.Ordinal) ? '|' : ' '), opened.ClassNames);
                Assert.Equal(3, opened.Count);
                Assert.Equal($"The classes come from {name}, not from folders.", opened.Notes[0].English);
            }
        );
    }

    [Theory]
    [InlineData("dataset.json", """{"labels": null}""", "No usable classes were found in dataset.json")]
    [InlineData("dataset.json", """{"labels": [["img00000000.png", null]]}""", "No usable classes were found in dataset.json")]
    [InlineData("notes.txt", "no labels at all", "so the folders are not treated as classes")]
    public void Folders_of_chunks_are_no_classes(string name, string content, string note)
    {
        data.Add("00000/img00000000.png", "00000/img00000001.png", "00001/img00000002.png").Write(name, content);

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal((3, 0), (opened.Count, opened.ClassNames.Count));
                Assert.Contains(opened.Notes, each => each.English.Contains(note, StringComparison.Ordinal));
            }
        );
    }

    // What each file names, and the classes that result; the folders' names if it is about something else.
    [Theory]
    [InlineData("classes.csv", "id,name\n1,cat\n2,dog\n", "cats dogs")] // a list of classes meets 1.png by chance
    [InlineData("metadata.csv", "file_name,text\n1.png,a cat\n7.png,a dog\n8.png,a dog\n", "cats dogs")] // captions
    [InlineData("labels.csv", "file,note\n1.png,x\n7.png,y\n8.png,z\n", "cats dogs")] // a text of its own for each
    [InlineData("labels.csv", "id,name,label\n7,1.png,a\n8,7.png,b\n1,8.png,b\n", "a b")] // a number and a name of a file
    [InlineData(
        "metadata.jsonl",
        "{\"id\": 7, \"name\": \"1.png\", \"label\": \"a\"}\n{\"id\": 8, \"name\": \"7.png\", \"label\": \"b\"}\n{\"id\": 1, "
            + "\"name\": \"8.png\", \"label\": \"b\"}",
        "a b"
    )]
    [InlineData("labels.csv", "id,label\n001,a\n7,b\n08,b\n", "a b")] // zeros
    [InlineData("labels.csv", "file,label\n1.PNG,a\n7.jpg,b\n8.Png,b\n", "a b")] // endings
    public void A_file_names_classes_where_it_speaks_of_most_pictures(string name, string content, string classes)
    {
        data.Add("cats/1.png", "dogs/7.png", "dogs/8.png").Write(name, content);

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal((classes, 3), (string.Join(' ', opened.ClassNames), opened.Count));
                Assert.Contains(opened.Notes, note => note.English.Contains(name, StringComparison.Ordinal));
            }
        );
    }

    [Theory]
    [InlineData("id name label", "9 1.png a", "8 7.png b", "7 8.png b")]
    [InlineData("name id label", "1.png 9 a", "7.png 8 b", "8.png 7 b")]
    [InlineData("path file label", "x.txt 1.png a", "y.txt 7.png b", "z.txt 8.png b")]
    // No file name extension anywhere: the column name that is looked for first
    [InlineData("id File-Name label", "x.txt 1 a", "y.txt 7 b", "z.txt 8 b")]
    [InlineData("image image label", "9 1.png a", "8 7.png b", "7 8.png b")]
    [InlineData("category_id file class", "3 1.png a", "4 7.png b", "4 8.png b")]
    public void A_table_and_lines_of_JSON_choose_the_same_columns(string header, params string[] rows)
    {
        string[] names = header.Split(' ');
        data.Add("1.png", "7.png", "8.png");
        string table = string.Join('\n', [header.Replace(' ', ','), .. rows.Select(row => row.Replace(' ', ','))]);
        string lines = string.Join(
            '\n',
            rows.Select(row => $"{{{string.Join(", ", row.Split(' ').Zip(names, (value, name) => $"\"{name}\": \"{value}\""))}}}")
        );

        Assert.All(
            new[] { ("labels.csv", table), ("metadata.jsonl", lines) },
            file =>
            {
                data.Write(file.Item1, file.Item2);
                using ImageDataset opened = Datasets.Open(data.Root);
                Assert.Equal(["a", "b"], opened.ClassNames);
                Assert.Equal([1, 2], opened.ClassCounts);
                Assert.Equal($"The classes come from {file.Item1}, not from folders.", opened.Notes[0].English);
                File.Delete(data[file.Item1]);
            }
        );
    }

    [Theory]
    [InlineData("trainLabels.csv", "id,label\n1,a\n2,b\n3,a\n")] // numbers begin anew in each part
    [InlineData("train.csv", "image,label\n1.png,a\n2.png,b\n3.png,a\n")]
    [InlineData("labels.csv", "file,label\ntrain/1.png,a\ntrain/2.png,b\ntrain/3.png,a\n")]
    [InlineData("labels.csv", "file,label\ntest/1.png,b\ntrain/1.png,a\ntrain/2.png,b\ntrain/3.png,a\ntest/2.png,b\n")]
    public void Labels_of_one_part_are_not_given_to_pictures_of_the_other_with_the_same_names(string name, string content)
    {
        data.Add("train/1.png", "train/2.png", "train/3.png", "test/1.png", "test/2.png").Write(name, content);

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset train = Datasets.Open(path),
                    test = Datasets.Open(path, DataPart.Test);
                Assert.Equal(["a", "b"], train.ClassNames);
                Assert.Equal([2, 1], train.ClassCounts);
                Assert.Equal(2, test.Count);
                Assert.Equal(content.Contains("test/", StringComparison.Ordinal) ? [0, 2] : [], test.ClassCounts);
            }
        );
    }

    [Theory]
    [InlineData("dataset.json", "{\"labels\": [[\"\\ud800\", 1]]}")]
    [InlineData("metadata.jsonl", "{\"file_name\": \"\\ud800\", \"label\": 1}")]
    public void Text_that_is_none_is_said(string name, string content)
    {
        data.Add("1.png", "2.png").Write(name, content);

        FileFormatException error = Assert.Throws<FileFormatException>(() => Datasets.Open(data.Root));

        Assert.Contains("not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbered_folders_whose_pictures_begin_anew_are_classes()
    {
        data.Add("00000/00000.png", "00000/00001.png", "00001/00000.png");

        using ImageDataset opened = Datasets.Open(data.Root);

        Assert.Equal(["00000", "00001"], opened.ClassNames);
    }

    [Fact]
    public void What_is_not_named_and_what_is_not_there_is_said()
    {
        data.Add("1.png", "2.png", "3.png", "4.png")
            .Write("labels.csv", "file,label\n1.png,a\n2.png,b\n3.png,\nlost.png,a\n/etc/passwd,b\n");

        using ImageDataset opened = Datasets.Open(data.Root);

        Assert.Equal((2, 2), (opened.Count, opened.ClassNames.Count));
        Assert.Equal(
            [
                "The classes come from labels.csv, not from folders.",
                "2 names in labels.csv match no pictures here: lost.png, /etc/passwd.",
                "2 pictures have no label and were left out: 3.png, 4.png.",
            ],
            opened.Notes.Select(note => note.English)
        );
    }

    [Theory]
    [InlineData("train/labels.csv test/labels.csv")]
    [InlineData("labels.csv")]
    [InlineData("train/metadata.csv test/metadata.csv")]
    public void Parts_have_labels_of_their_own_or_share_them(string files)
    {
        data.Add("train/1.png", "train/2.png", "test/3.png");
        foreach (string file in files.Split(' '))
            data.Write(file, "file_name,label\n1.png,a\n2.png,b\n3.png,b\n");

        using ImageDataset train = Datasets.Open(data.Root),
            test = Datasets.Open(data.Root, DataPart.Test);

        Assert.Equal(["a", "b"], train.ClassNames);
        Assert.Equal([0, 1], test.ClassCounts);
    }

    [Theory]
    [InlineData("dataset.json", "{\"labels\": [[\"1.png\", 0]", "not JSON")]
    [InlineData("dataset.json", "{\"labels\": [[1, 0]]}", "not a pair of a name and a label")]
    [InlineData("dataset.json", "{\"labels\": [[\"1.png\", [0.5, 0.5]]]}", "but not one-hot (a single 1")]
    [InlineData("metadata.jsonl", "{\"file_name\": \"1.png\", \"label\": 1}\n{oops}", "line 2 is not JSON")]
    [InlineData("labels.csv", "file,label\n\"1.png,a\n2.png,b\n", "line 2 is never closed")]
    [InlineData("labels.csv", "file,label\n1.png\n", "line 2 has 1 fields")]
    [InlineData("labels.csv", "file,label\n1.png,a\n1.png,b\n", "names 1.png twice")]
    [InlineData("labels.csv", "file,label\n1.png,\0\n", "not text")]
    public void A_damaged_file_is_an_error_that_says_where(string name, string content, string reason)
    {
        data.Add("1.png", "2.png").Write(name, content);

        string message = Assert.Throws<FileFormatException>(() => Datasets.Open(data.Root)).Message;

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash()
    {
        data.Add("1.png").Write("dataset.json", "{\"labels\": " + new string('[', 100_000));

        Assert.Throws<FileFormatException>(() => Datasets.Open(data.Root));
    }

    [Fact]
    public void A_table_that_a_Chinese_spreadsheet_saved_is_read()
    {
        Encoding gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!;
        data.Add("1.png", "2.png").Put("labels.csv", gbk.GetBytes("文件名,类别\r\n1.png,猫\r\n2.png,小狗\r\n"));

        using ImageDataset opened = Datasets.Open(data.Root);

        Assert.Equal(["小狗", "猫"], opened.ClassNames);
    }

    [Fact]
    public void A_table_of_other_things_is_left_out_by_name()
    {
        data.Add("cats/1.png", "dogs/1.png").Write("metadata.csv", "city,people,area\nBern,1,2\n");

        using ImageDataset opened = Datasets.Open(data.Root);

        Assert.Equal(["cats", "dogs"], opened.ClassNames);
        Assert.Equal(
            "1 file looks like a labels file but contains no usable classes: metadata.csv.",
            Assert.Single(opened.Notes).English
        );
    }
}
