using Figment.Data;
using Figment.Data.Images;

namespace Figment.Tests.Data.Layout;

/// <summary>Labels files with several columns.</summary>
public sealed class SeveralLabelsFileTests : IDisposable
{
    private readonly Pictured data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("labels.csv")]
    [InlineData("metadata.jsonl")]
    public void Columns_whose_values_come_again_are_labels_and_the_others_are_named(string name)
    {
        string[] header = ["file", "kind", "colour", "class_id", "weight", "note", "maker", "eye", "caption"];
        Write(
            name,
            header,
            [
                .. Enumerable
                    .Range(0, 24)
                    .Select(i =>
                        (string[])
                            [
                                $"{i}.png",
                                i % 2 == 0 ? "cat" : "dog",
                                (i / 2 % 2 == 0, i % 2) is (true, 0) ? "red" : "blue",
                                i % 2 == 0 ? "0" : "1",
                                $"{1.5 * i}",
                                $"note {i}",
                                "me",
                                i > 10 ? ""
                                : i % 3 == 0 ? "green"
                                : "grey",
                                "a picture",
                            ]
                    ),
            ]
        );

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal(["cat · blue", "cat · red", "dog · blue"], opened.ClassNames);
                Assert.Equal([6, 6, 12], opened.ClassCounts);
                Assert.Equal(["kind", "colour"], opened.Table!.Columns);
                Assert.Equal("kind,colour", opened.Pictures!.Labels);
                Assert.Equal(
                    [
                        $"The classes come from {name}, not from folders.",
                        $"The labels come from kind, colour of {name}; you can name other columns instead.",
                        "Not used as labels, because they contain the same information as kind: class_id.",
                        "Not used as labels, because the values are measurements: weight.",
                        "Not used as labels, because hardly any value repeats: note.",
                        "Not used as labels, because all pictures have the same value: maker.",
                        "Not used as labels, because more than one in twenty pictures have no value: eye. If you name such a "
                            + "column, those pictures are left out.",
                    ],
                    opened.Notes.Select(note => note.English)
                );
            }
        );
    }

    [Fact]
    public void Columns_that_are_named_are_the_labels_and_pictures_that_lack_one_are_left_out()
    {
        data.Add("1.png", "2.png", "3.png", "4.png")
            .Write(
                "metadata.csv",
                "image,text,Hair Colour,age\n1.png,x,red,30\n2.png,y,,40\n3.png,z,black,30\n4.png,x,black,40\n"
            );

        using ImageDataset opened = Datasets.Open(data.Root, DataPart.Train, new PictureOptions { Labels = "age, hair colour" });

        Assert.Equal(["30 · black", "30 · red", "40 · black"], opened.ClassNames);
        Assert.Equal(["age", "Hair Colour"], opened.Table!.Columns);
        Assert.Equal("age,Hair Colour", opened.Pictures!.Labels);
        Assert.Contains(
            opened.Notes,
            note => note.English.Contains("1 picture has no label and was left out: 2.png", StringComparison.Ordinal)
        );
        using ImageDataset one = Datasets.Open(data.Root, DataPart.Train, new PictureOptions { Labels = "age" });
        Assert.Equal((4, "30 40", (object?)null), (one.Count, string.Join(' ', one.ClassNames), one.Table));
    }

    [Fact]
    public void One_column_that_is_named_is_that_of_the_test_part_too()
    {
        foreach (string part in (string[])["train", "test"])
        {
            data.Add($"{part}/1.png", $"{part}/2.png", $"{part}/3.png", $"{part}/4.png")
                .Write($"{part}/labels.csv", "file,class,colour\n1.png,a,red\n2.png,b,blue\n3.png,a,blue\n4.png,b,red\n");
        }

        using ImageDataset held = Datasets.Open(data.Root, DataPart.Test, new PictureOptions { Labels = "colour" });

        Assert.Equal(["blue", "red"], held.ClassNames);
        Assert.Equal([2, 2], held.ClassCounts);
    }

    [Fact]
    public void Columns_of_one_name_and_more_than_a_table_takes_leave_the_one_that_is_known()
    {
        string[] many = [.. Enumerable.Range(0, 200).Select(column => $"c{column}")];
        Write(
            "labels.csv",
            ["file", "kind", "mark", "mark", .. many],
            [
                .. Enumerable
                    .Range(0, 24)
                    .Select(i =>
                        (string[])
                            [
                                $"{i}.png",
                                i % 2 == 0 ? "cat" : "dog",
                                i % 3 == 0 ? "x" : "y",
                                i % 4 == 0 ? "x" : "y",
                                .. many.Select((_, column) => $"{((i + 1) * (column + 37) * 7919) % 1009 % 3}"),
                            ]
                    ),
            ]
        );

        using ImageDataset opened = Datasets.Open(data.Root);

        Assert.Equal(["cat", "dog"], opened.ClassNames);
        Assert.Null(opened.Table);
    }

    [Fact]
    public void Columns_that_are_not_there_are_refused_with_those_that_are()
    {
        data.Add("a/1.png", "b/2.png").Write("labels.csv", "file,kind,colour\n1.png,x,y\n2.png,x,z\n");

        string said = Assert
            .Throws<FigmentException>(() =>
                Datasets.Open(data.Root, DataPart.Train, new PictureOptions { Labels = "kind,color" })
            )
            .Message;

        Assert.Contains("columns kind, color", said, StringComparison.Ordinal);
        Assert.Contains("labels.csv has kind, colour.", said, StringComparison.Ordinal);
        File.Delete(data["labels.csv"]);
        Assert.Contains(
            "no labels file with columns",
            Assert
                .Throws<FigmentException>(() => Datasets.Open(data.Root, DataPart.Train, new PictureOptions { Labels = "kind" }))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_called_labels_needs_no_name_that_is_known_and_one_of_data_does()
    {
        string content = "file,colour,shape\n1.png,red,round\n2.png,red,flat\n3.png,blue,round\n4.png,blue,flat\n";
        data.Add("a/1.png", "a/2.png", "b/3.png", "b/4.png").Write("data.csv", content);
        using (ImageDataset folders = Datasets.Open(data.Root))
            Assert.Equal(["a", "b"], folders.ClassNames);

        data.Write("labels.csv", content);
        using ImageDataset opened = Datasets.Open(data.Root);
        Assert.Equal(["blue · flat", "blue · round", "red · flat", "red · round"], opened.ClassNames);
    }

    [Fact]
    public void More_combinations_than_there_may_be_classes_leave_the_column_that_is_known()
    {
        Write(
            "labels.csv",
            ["file", "kind", "a", "b"],
            [
                .. Enumerable
                    .Range(0, 900)
                    .Select(i => (string[])[$"{i % 3}.png", "xyz"[i % 3].ToString(), $"a{i % 30}", $"b{i / 30}"]),
            ],
            pictures: 3
        );

        // Each picture is named again and again; what counts here is which columns are taken.
        FileFormatException twice = Assert.Throws<FileFormatException>(() =>
            Datasets.Open(data.Root, DataPart.Train, new PictureOptions { Labels = "kind,a,b" })
        );
        Assert.Contains("twice", twice.Message, StringComparison.Ordinal);
        using ImageDataset opened = Datasets.Open(data.Root);
        Assert.Equal(["x", "y", "z"], opened.ClassNames);
        Assert.Contains(
            opened.Notes,
            note =>
                note.English.StartsWith(
                    "Not used as labels, because together they make more than 256 combinations: a, b.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void The_part_that_is_held_out_has_the_labels_of_the_part_that_is_learned_from()
    {
        data.Add("train/1.png", "train/2.png", "train/3.png", "train/4.png", "test/5.png", "test/6.png", "test/7.png");
        data.Write("train.csv", "file,kind,colour\n1.png,cat,red\n2.png,cat,blue\n3.png,dog,blue\n4.png,dog,blue\n");
        data.Write("test.csv", "file,kind,colour\n5.png,dog,blue\n6.png,cat,red\n7.png,dog,red\n");

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset train = Datasets.Open(path),
                    test = Datasets.Open(path, DataPart.Test);
                Assert.Equal(["cat · blue", "cat · red", "dog · blue"], train.ClassNames);
                Assert.Equal(train.ClassNames, test.ClassNames);
                Assert.Equal([0, 1, 1], test.ClassCounts);
                Assert.Contains(test.Notes, note => note.English.Contains("dog · red", StringComparison.Ordinal));
            }
        );
    }

    [Fact]
    public void A_packed_file_keeps_the_columns()
    {
        using TemporaryFolder folder = new();
        data.Add("1.png", "2.png", "3.png", "4.png")
            .Write("labels.csv", "file,kind,colour\n1.png,cat,red\n2.png,cat,blue\n3.png,dog,blue\n4.png,dog,red\n");
        DataPack.Write(data.Root, folder["p.safetensors"]);

        using ImageDataset packed = Datasets.Open(folder["p.safetensors"]),
            again = Datasets.Open(data.Root);
        DataPack.Write(folder["p.safetensors"], folder["q.safetensors"]);
        using ImageDataset twice = Datasets.Open(folder["q.safetensors"]);

        Assert.Equal(again.Sha256, packed.Sha256);
        Assert.All(new[] { packed, twice }, each => Assert.Equal(again.Table!.Recorded.Classes, each.Table!.Recorded.Classes));
        Assert.Equal(again.Pictures, packed.Pictures);
    }

    private void Write(string name, string[] header, string[][] rows, int? pictures = null)
    {
        data.Add([.. Enumerable.Range(0, pictures ?? rows.Length).Select(i => $"{i}.png")]);
        data.Write(
            name,
            name.EndsWith("csv", StringComparison.Ordinal)
                ? string.Join('\n', [string.Join(',', header), .. rows.Select(row => string.Join(',', row))])
                : string.Join(
                    '\n',
                    rows.Select(row =>
                        $"{{{string.Join(", ", header.Zip(row, (column, value) => $"\"{column}\": \"{value}\""))}}}"
                    )
                )
        );
    }
}
