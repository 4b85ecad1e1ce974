#:package Microsoft.ML.OnnxRuntimeGenAI

// Goes on with a text by a model that 'figment export --format onnx' wrote. It needs ONNX Runtime GenAI; no Figment, no libtorch.
// With ORT_DISABLE_TELEMETRY=1 in the environment it does not tell its maker that it is used.
//
//   dotnet run samples/text-by-genai.cs -- FOLDER ["HOW IT BEGINS" [TOKENS [SEED]]]

using Microsoft.ML.OnnxRuntimeGenAI;

int tokens = 100,
    seed = 0;
if (
    args.Length is < 1 or > 4
    || !File.Exists(Path.Combine(args[0], "genai_config.json"))
    || (args.Length > 2 && !(int.TryParse(args[2], out tokens) && tokens > 0))
    || (args.Length > 3 && !int.TryParse(args[3], out seed))
)
{
    Console.Error.WriteLine("Name the folder of an export, how the text begins, and how many tokens:");
    Console.Error.WriteLine("dotnet run samples/text-by-genai.cs -- FOLDER [\"HOW IT BEGINS\" [TOKENS [SEED]]]");
    return 2;
}

try
{
    using var model = new Model(args[0]);
    using var tokenizer = new Tokenizer(model);
    using var options = new GeneratorParams(model);

    // A text begins with the mark that stands between texts, as the model has learned it.
    string prompt = args.Length > 1 ? args[1] : "";
    using Sequences begin = tokenizer.Encode("<|endoftext|>" + prompt);

    // The model knows no position behind its context, so prompt and answer together must fit.
    double context = options.GetSearchNumber("max_length");
    if (begin[0].Length >= context)
    {
        Console.Error.WriteLine($"The text begins with more tokens than the {context} that the model sees at once. Shorten it.");
        return 1;
    }

    options.SetSearchOption("max_length", Math.Min(context, begin[0].Length + tokens));
    options.SetSearchOption("temperature", 0.8);
    options.SetSearchOption("random_seed", seed);

    using var generator = new Generator(model, options);
    using TokenizerStream text = tokenizer.CreateStream(); // keeps bytes back until a character is whole
    generator.AppendTokenSequences(begin);
    Console.Write(prompt);
    while (!generator.IsDone())
    {
        generator.GenerateNextToken();
        Console.Write(text.Decode(generator.GetSequence(0)[^1]));
    }

    Console.WriteLine();
    return 0;
}
catch (OnnxRuntimeGenAIException e)
{
    Console.Error.WriteLine($"{args[0]} is not a model that ONNX Runtime GenAI can load: {e.Message}");
    return 1;
}
