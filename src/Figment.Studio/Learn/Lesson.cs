namespace Figment.Studio.Learn;

/// <summary>One step of the lesson: what is explained, then what can be tried.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">The explanation; glossary entries are linked at the first use of their word.</param>
/// <param name="Live">Introduces the live part under it.</param>
/// <param name="TryThis">One thing to try there.</param>
internal sealed record LessonStep(string Id, Text Title, IReadOnlyList<Text> Paragraphs, Text Live, Text TryThis);

/// <summary>The well-known tutorial in which a GAN of dense layers learns to write digits, in six steps.</summary>
internal static class Lesson
{
    internal static IReadOnlyList<LessonStep> Steps { get; } =
    [
        new("data",
            new("The examples", "例子"),
            [
                new("How would you explain to a computer what a handwritten 7 looks like? Everybody writes it a little differently, and no rule fits them all. [[machine-learning|Machine learning]], the part of [[ai|artificial intelligence]] that works best today, goes the other way: it shows the program many examples and lets it find out by itself. Such a collection of examples is called a [[data-set]].",
                    "怎样向计算机说明手写的 7 长什么样？每个人写得都不一样，没有一条规则能概括所有写法。[[machine-learning]]是当今[[ai]]中最有成效的一支，它换了一条路：给程序看大量例子，让它自己去摸索。这样的一批例子就叫[[data-set]]。"),
                new("Ours is [[mnist]]: 70,000 digits, written by employees of the American census office and by high-school students. From 60,000 of them the program learns. The other 10,000 are [[test-images]]: they are kept back for judging.",
                    "我们用的是 [[mnist]]：七万个手写数字，出自美国人口普查局的职员和高中生之手。其中 60,000 个供程序学习，另外 10,000 个是[[test-images]]，留到评判时再用。"),
                new("Each digit is a small grey picture of 28 rows with 28 [[pixel|pixels]] each. A program does not see strokes, only the brightness of these 784 points. To it a picture is a list of 784 numbers, nothing more.",
                    "每个数字是一张灰度小图，28 行，每行 28 个[[pixel]]。程序看不到笔画，只看得到这 784 个点的亮度。对它来说，一张图片就是一列 784 个数字，仅此而已。"),
                new("Beside every picture stands a [[label]] that says which digit it is. The ten digits are the ten [[class|classes]]. They are not equally frequent: among the 60,000 there are 6,742 ones and only 5,421 fives.",
                    "每张图片旁边都有一个[[label]]，写明它是哪个数字。十个数字就是十个[[class]]。它们的数量并不相等：在这 60,000 张里，1 有 6,742 个，5 只有 5,421 个。"),
                new("The aim of this lesson is [[generative-ai]] on a small scale: a program that writes new digits. They should look as if they came from this collection, and yet not be copies of any digit in it.",
                    "这一课的目标，是做一个小小的[[generative-ai]]：让程序写出新的数字。它们看上去应当像是出自这批数字，却又不是其中任何一个的翻版。"),
            ],
            new("Here are the real digits, page by page. Choose a class to see only its digits.",
                "下面是真实的数字，可以一页一页翻看。选择一个类别，就只看这个数字。"),
            new("Look through a few pages of 7s: with a bar and without, upright and slanted. Then find a digit that you could not read yourself without its label.",
                "翻几页 7 看看：有的带横，有的不带；有的正，有的斜。再找一个不看标签连你自己也认不出的数字。")),

        new("generator",
            new("The generator: from noise to a picture", "生成器：从噪声到图片"),
            [
                new("A [[gan]] consists of two [[neural-network|neural networks]] with opposite tasks. The first is the [[generator]], which makes the pictures. Its raw material is [[noise]]: in the tutorial 100 random numbers, called a [[latent]]. Other random numbers will give another picture. Learning with such networks of several layers is called [[deep-learning]].",
                    "[[gan]] 由两个任务相反的[[neural-network]]组成。第一个是[[generator]]，负责做图片。它的原料是[[noise]]：在教程里是 100 个随机数，合起来叫做[[latent]]。换一组随机数，就得到另一张图片。用这样的多层网络来学习，就叫[[deep-learning]]。"),
                new("On their way to a picture the numbers pass through [[layer|layers]]. In the tutorial the 100 numbers become 256, then 512, then 1,024, and at last 784: one for every [[pixel]]. These are [[dense-layer|dense layers]], in which every number that goes in influences every number that comes out. How strongly it does so is what the [[weight|weights]] say.",
                    "数字要穿过若干[[layer]]才变成图片。在教程里，100 个数字先变成 256 个，再变成 512 个、1,024 个，最后变成 784 个：每个[[pixel]]一个。这些都是[[dense-layer]]，每个输入数字都影响每个输出数字；影响有多大，就由[[weight]]决定。"),
                new("Between the layers there is some housekeeping. An [[activation]], here [[relu]], turns negative numbers into 0. [[batch-normalisation|Batch normalisation]] keeps the numbers from growing or fading on their way. At the end a [[sigmoid]] squeezes every number into the range from 0 (black) to 1 (white).",
                    "层与层之间还有一些辅助的步骤。[[activation]]（这里用 [[relu]]）把负数变成 0；[[batch-normalisation]]让数字在途中既不越来越大，也不越来越小；最后由 [[sigmoid]] 把每个数字压到 0（黑）和 1（白）之间。"),
                new("Together that makes about one and a half million [[parameter|parameters]]. At first all weights are random, so what comes out is a grey flicker. Building a network takes a moment. Everything it will be able to do, it has yet to learn.",
                    "这些加起来大约有一百五十万个[[parameter]]。开始时所有权重都是随机的，所以出来的只是一片灰蒙蒙的雪花点。搭一个网络只要一瞬间，它的全部本领都还有待学习。"),
            ],
            new("Choose the size of the latent vector and the widths of the layers. The drawing shows the network with the parameters of each layer, and beside it is what this generator makes now, before any [[training]].",
                "选择隐向量的长度和各层的宽度。图中画出了网络和每一层的参数个数，旁边是这个生成器在[[training]]之前做出的图片。"),
            new("Double the width of the last layer before the pixels, then put it back and double the latent size instead. Which of the two adds more parameters? The pictures stay noise either way: size alone knows nothing.",
                "把像素之前最后一层的宽度加倍，看完改回来，再把隐向量的长度加倍。哪一种增加的参数更多？无论怎样改，图片仍是噪声：光有规模，什么也不会。")),

        new("discriminator",
            new("The discriminator: real or fake?", "判别器：真的还是假的？"),
            [
                new("The second network of a [[gan]] is the [[discriminator]]. It does the opposite of the [[generator]]: a picture goes in, and one single number comes out. The question is always the same: is this a real digit from the [[data-set]], or a fake?",
                    "[[gan]] 的第二个网络是[[discriminator]]。它与[[generator]]正好相反：输入一张图片，只输出一个数字。问题永远是同一个：这是[[data-set]]里的真数字，还是假的？"),
                new("In the tutorial the 784 [[pixel|pixels]] become 512 numbers, then 256, then one, through [[dense-layer|dense layers]] with a [[relu]] between them. That one number is a [[logits|logit]]: far above 0 means surely real, far below 0 surely fake. A [[sigmoid]] turns it into a probability between 0% and 100%.",
                    "在教程里，784 个[[pixel]]先变成 512 个数字，再变成 256 个，最后变成一个，中间都是[[dense-layer]]，层间用 [[relu]]。这一个数字叫 [[logits|logit]]：远大于 0 表示肯定是真的，远小于 0 表示肯定是假的。再经过 [[sigmoid]]，它就变成 0% 到 100% 之间的概率。"),
                new("Nobody has to prepare anything for its lessons. We know which pictures come from the collection and which ones the generator has just made, so the right answer is always at hand. Even the [[label|labels]] of the digits are not needed here.",
                    "教它不需要另外准备什么。哪些图片出自数据集，哪些是生成器刚做的，我们自己最清楚，所以正确答案总是现成的。这里连数字的[[label]]也用不上。"),
                new("It has about half a million [[parameter|parameters]], a third of what the generator has. At first its [[weight|weights]] are random too, so it has no opinion: about 50% for whatever it sees.",
                    "它大约有五十万个[[parameter]]，是生成器的三分之一。开始时它的[[weight]]也是随机的，所以没有主见：看到什么都说大约 50%。"),
            ],
            new("Choose the widths of the layers. The drawing shows the network from 784 pixels down to one number, with the parameters of each [[layer]].",
                "选择各层的宽度。图中画出了从 784 个像素到一个数字的网络，以及每一[[layer|层]]的参数个数。"),
            new("Make the first layer much narrower and watch the total. Three quarters of all parameters sat there, because every pixel needs a weight of its own for each number of that layer.",
                "把第一层改窄许多，看看总数怎么变。原来四分之三的参数都在这一层：每个像素对这一层的每个数字都要有一个自己的权重。")),

        new("together",
            new("Two networks against each other", "两个网络的较量"),
            [
                new("Think of a forger and an expert. The expert studies real works and forgeries and gets better at telling them apart. The forger learns what gives his works away and improves them. In a [[gan]] the [[generator]] forges and the [[discriminator]] examines; Ian Goodfellow and others described this idea in 2014.",
                    "想象一个造假者和一个鉴定师。鉴定师研究真品和赝品，越来越会分辨；造假者弄清自己是怎么露馅的，越做越像。在 [[gan]] 中，[[generator]]造假，[[discriminator]]鉴定。这个想法由伊恩·古德费洛（Ian Goodfellow）等人在 2014 年提出。"),
                new("[[training|Training]] goes in [[step|steps]], and every step has two halves. First the discriminator learns. It sees a [[batch]] of 128 real digits, then 128 fakes. Its [[loss]] says how wrong it was, the [[gradient]] says in which direction each of its [[weight|weights]] should move, and all of them move a little.",
                    "[[training]]一[[step|步]]一步进行，每一步分两半。先是判别器学习：它看一[[batch]] 128 个真数字，再看 128 个假的。[[loss]]说明它错得多厉害，[[gradient]]指出它的每个[[weight]]该往哪边动，于是所有权重都动一点点。"),
                new("Then the generator learns. It makes new fakes and shows them to the discriminator, which is frozen now: it judges, but must not change. By [[backpropagation]] the verdict is traced back to the [[pixel|pixels]]: lighter here, darker there, and this would look more real. From there it goes on to the weights of the generator.",
                    "然后是生成器学习。它做一批新的假数字给判别器看，而判别器此时是冻结的：只评判，自己不变。通过[[backpropagation]]，评判一路追溯到每个[[pixel]]：这里亮一点，那里暗一点，看起来就更真。再往回，就传到生成器的权重。"),
                new("So the generator never sees a real digit. All it knows about them, it has learned from the verdicts on its own work. If both improve at the same pace, the fakes become so good in the end that the expert can only guess: 50% again, but this time for a good reason.",
                    "所以，生成器从没见过一个真数字。它对真数字的全部了解，都来自别人对它作品的评判。如果双方以同样的速度进步，假数字最终会好到让鉴定师只能瞎猜：又回到 50%，不过这一次是名副其实的 50%。"),
            ],
            new("Both networks side by side, untrained: real digits, the generator’s [[noise]], and what the discriminator says of each. The diagram below shows one training step.",
                "两个网络并排放在一起，都还没有训练：真数字、生成器做出的[[noise]]，以及判别器对每一张的看法。下面的示意图是训练中的一步。"),
            new("Compare what it says of the real digits and of the fakes: about 50% each, so it cannot tell them apart yet. Then follow the diagram: in each half of the step, which network learns, and which one only helps?",
                "比较它对真数字和假数字的看法：都是 50% 左右，说明它还分不出真假。再顺着示意图看：在每一步的前后两半里，哪个网络在学习，哪个只是帮忙？")),

        new("training",
            new("Let them learn", "让它们学习"),
            [
                new("Now the two networks play thousands of such [[step|steps]]. You can choose between two recipes; here a recipe is called a [[preset]]. “classic” is the tutorial’s own. “gan” has networks of the same size and learns in a way that does not collapse. [[training|Training]] on a processor with two cores makes about 30 steps a second with “classic”; 469 of them, an [[epoch]], show it every digit once.",
                    "现在，两个网络要这样较量几千[[step]]。有两份配方可选，配方在这里叫[[preset]]。“classic”是教程自己的；“gan”的网络一样大，但学习方法不同，不会崩溃。在双核处理器上[[training]]“classic”，每秒大约走 30 步；走完 469 步，每个数字都看过一遍，叫一[[epoch]]。"),
                new("With “classic”, strokes appear out of [[noise]], then digits. And then they become more and more alike: [[mode-collapse]]. In one run of 10,000 steps, about five minutes long, 87 of 100 pictures were in the end a 9 or a 7; of real digits only 22 in 100 are. Which digits are left differs from run to run. The [[loss|losses]] do not show it, so look at the [[class-histogram]]. A minute may only show you the beginning.",
                    "用“classic”时，[[noise]]里先浮现出笔画，然后是数字；再往后，数字越来越千篇一律，这就是[[mode-collapse]]。在一次 10,000 步、约五分钟的训练中，最后每 100 张图片里有 87 张是 9 或 7，而真实数字中只占 22 张。剩下哪几个数字，每次训练都不一样。[[loss]]看不出这一点，所以要看[[class-histogram]]。只练一分钟，也许只能看到开头。"),
                new("Why does it happen? The [[generator]] is rewarded for one thing only: fooling the [[discriminator]]. Nothing rewards variety. If a certain 9 gets through, it pays to write nothing but 9s. Besides, the discriminator becomes too sure of itself. Its [[gradient]] then no longer says how any picture could become better; it only points towards the few that still get through.",
                    "为什么会这样？[[generator]]得到的奖励只有一种：骗过[[discriminator]]。没有什么奖励多样。如果某种 9 蒙混过了关，那么只写 9 最划算。另外，判别器会变得过分自信，它的[[gradient]]不再说明每张图片该怎样变好，只指向还能过关的那几种。"),
                new("“gan” changes three things. A [[gradient-penalty]] on real digits, called R1, keeps the discriminator smooth: its verdict may change only gently from picture to picture, so every fake gets a useful hint. A [[ema|moving average of the weights]] (EMA) makes the pictures, which is calmer than the swaying network itself. And it learns by [[class]] ([[conditional]]): each fake is judged as the digit it was meant to be, so an 8 cannot hide behind 9s.",
                    "“gan”改了三处。第一，对真数字加上叫做 R1 的[[gradient-penalty]]，让判别器保持平缓：图片稍变，判断也只能稍变，于是每张假图都能得到有用的提示。第二，用[[ema]]来做图片，它比左右摇摆的网络本身更稳。第三，它按[[class]]学习（[[conditional]]）：每张假图都按它本该是的那个数字来评判，写不好 8，就没法拿 9 来充数。"),
                new("While it learns, you see the same digits again and again as they grow, the losses, how often each class appears, and the [[diagnosis]]: Figment’s own remarks in words when something goes wrong.",
                    "训练过程中，你会看到同一批数字一点点长成，还有损失曲线、各个类别出现的比例，以及[[diagnosis]]：一旦有问题，Figment 会用大白话告诉你。"),
            ],
            new("Two buttons: train “classic” or “gan” for one minute and watch. You may stop at any time; what has been learned is kept.",
                "两个按钮：用“classic”或“gan”训练一分钟，看着它学。随时可以停下，学到的都会保留。"),
            new("Train both, one after the other, and compare the bars of the classes. Could you have guessed from the losses alone which run was better?",
                "先后训练两种，比较各个类别的柱子。如果只看损失，你猜得出哪一次更好吗？")),

        new("judging",
            new("How good are they?", "画得到底好不好？"),
            [
                new("Begin with your own eyes, and ask two questions. Could each picture be a real digit? That is [[fidelity]]. Are all digits there, thick and thin, upright and slanted? That is [[diversity]]. A program that writes one perfect 1 again and again passes the first test and fails the second.",
                    "先用自己的眼睛看，问两个问题。每张图片都可能是真数字吗？这是[[fidelity]]。十个数字都有吗？有粗有细、有正有斜吗？这是[[diversity]]。一个程序如果反复写同一个完美的 1，第一关能过，第二关就过不了。"),
                new("For thousands of pictures you need help. A [[classifier]] reads every digit and counts; the [[class-histogram]] shows how often each one appears. Bars of about equal height are good, a missing bar is a digit that was lost. [[class-entropy|Class entropy]] says it in one number: close to 1 when all [[class|classes]] are there, towards 0 when few are left.",
                    "要看几千张图片，就得有帮手。[[classifier]]逐个认出数字并计数，[[class-histogram]]显示每个数字出现的比例。柱子差不多高就好；少了一根，就是丢了一个数字。[[class-entropy]]用一个数来概括：所有[[class]]都在时接近 1，只剩几个时趋向 0。"),
                new("Finer differences show in the [[feature|features]] by which the classifier describes a picture. The [[frechet-distance]] says how far the generated pictures as a whole lie from the real ones: lower is better. [[coverage|Coverage]] says how many of the real [[test-images]] have a generated picture near them: higher is better. Beside each number stands what real digits score, and that is what to aim for.",
                    "更细的差别，要看分类器用来描述图片的[[feature]]。[[frechet-distance]]说明生成图片整体上离真实图片有多远，越低越好；[[coverage]]说明有多少真实的[[test-images]]附近有生成图片，越高越好。每个数值旁边都写着真实数字的得分，那就是目标。"),
                new("One suspicion remains: perhaps the digits are good because they are copied. So for many of them the [[nearest-image]] is looked up. If the two are suspiciously close, that is [[memorisation]], the worst case of [[overfitting]], and the program has made nothing new.",
                    "还剩一个疑问：这些数字好，会不会是照抄来的？因此要为其中许多数字找出[[nearest-image]]。如果两者近得可疑，就是[[memorisation]]，即最严重的[[overfitting]]，程序并没有做出新东西。"),
                new("Some figures to compare with, each from 10,000 pictures: the preset “gan” reaches a Fréchet distance of about 0.8 after one minute on two cores, “classic” 22 after its 10,000 [[step|steps]], real digits 0.04. Compare only what was measured in the same way: with fewer pictures the same distance comes out higher. And no number sees everything, so end as you began, with your own eyes. A GAN is one way among several: a [[vae]] learns by taking pictures apart and putting them together, [[flow-matching]] by cleaning noise; both can be chosen under Train.",
                    "几个可供比较的数字，都是用 10,000 张图片测得的：预设“gan”在双核上训练一分钟，Fréchet 距离约为 0.8；“classic”走完 10,000 [[step]]后是 22；真实数字是 0.04。只有用同样办法测得的数才能相比：图片少，测出的距离就会偏大。没有哪个数字能看到一切，所以最后还是要回到自己的眼睛。GAN 也只是方法之一：[[vae]] 靠拆开图片再拼回去来学习，[[flow-matching]]靠去除噪声来学习，两者都可以在“训练”页选用。"),
            ],
            new("Here the run that you have just trained is judged: its pictures, its classes, its numbers beside those of real digits, and the most suspicious pairs.",
                "这里评判你刚才训练的结果：它的图片、各个类别、与真实数字并列的各项数值，以及最可疑的成对图片。"),
            new("Say first, from the pictures alone, which digit the program writes worst. Then see whether the bars and the numbers agree with you.",
                "先只凭图片说说，程序哪个数字写得最差；再看看柱子和数值是否同意你的看法。")),
    ];
}
